import { describe, expect, test } from 'vitest'
import { mediaType } from '../../../core/media-type.ts'
import { publicCopy } from '../../../core/picture/public-copy.ts'
import { limits } from '../../../protocol/limits.ts'
import {
  type Carrier,
  carriersOf,
  exifRecord,
  exifSegment,
  jpegCarriers,
  secret,
  writings,
  writingsIn,
} from '../../support/picture-evidence.ts'
import {
  joinedBytes,
  latin,
  moving,
  type Picture,
  picture,
  pictures,
  pngChunk,
  saying,
  segment,
  u32be,
  webp,
  webpChunk,
} from '../../support/pictures.ts'

const copyOf = (bytes: Uint8Array, type: string): Uint8Array => {
  const copy = publicCopy(bytes, type)
  if (!copy.ok) throw new Error(copy.reason)
  return copy.bytes
}
const reasonOf = (bytes: Uint8Array, type: string): string => {
  const copy = publicCopy(bytes, type)
  return copy.ok ? 'a copy' : copy.reason
}
const typeOf = (bytes: Uint8Array) => mediaType(bytes, bytes, bytes.length)

/** What is left: the picture as its encoder wrote it, and of a WebP that said what else it had, that it has nothing else. */
function bare(original: Picture, file: Uint8Array): Uint8Array {
  const saysWhatItHas = new TextDecoder('latin1').decode(file.subarray(12, 16)) === 'VP8X'
  return saysWhatItHas ? saying(0, original) : original.bytes
}

const places: [name: string, place: string, original: Picture, put: Carrier[1]][] = pictures.flatMap((original) =>
  carriersOf(original).map(([place, put]): [string, string, Picture, Carrier[1]] => [
    original.name,
    place,
    original,
    put,
  ]),
)

describe('a public copy', () => {
  test.each(places)('[PC1] [PC2] of %s has nothing of what lay in: %s', (_name, _place, original, put) => {
    const file = put(original)
    expect(typeOf(file)).toBe(original.type)
    expect(writingsIn(file)).toEqual(Object.keys(writings))
    const copy = copyOf(file, original.type)
    expect(writingsIn(copy)).toEqual([])
    expect(typeOf(copy)).toBe(original.type)
    // Not one byte of the picture is another, and not one byte is more.
    expect(copy).toEqual(bare(original, file))
  })

  test.each(pictures)('[PC2] of $name with everything in it at once is the picture', (original) => {
    const file = carriersOf(original)
      .filter(([place]) => !place.startsWith('behind') && place !== 'JFIF' && !place.startsWith('between'))
      .reduce((bytes, [, put]) => put({ ...original, bytes }), original.bytes)
    expect(writingsIn(file)).toEqual(Object.keys(writings))
    expect(copyOf(file, original.type)).toEqual(bare(original, file))
  })

  test.each(pictures)('[PC2] of a public copy of $name is the same again', ({ bytes, type }) => {
    expect(copyOf(bytes, type)).toEqual(bytes)
  })

  test('[PC1] has no times, no names of chunks and no positions either', () => {
    const [jpeg, png] = [picture('baseline'), picture('palette')]
    const all = (original: Picture) => carriersOf(original).map(([, put]) => copyOf(put(original), original.type))
    const text = [...all(jpeg), ...all(png)].map((bytes) => new TextDecoder('latin1').decode(bytes)).join('\n')
    for (const word of [
      'Exif',
      'http',
      'Photoshop',
      'ICC_PROFILE',
      'MPF',
      'JFXX',
      'Maker',
      'tIME',
      'tEXt',
      'iCCP',
      'prVt',
    ])
      expect(text).not.toContain(word)
    expect(secret).toContain('36.1234')
  })

  test('[PC2] of a moving WebP has its frames, and nothing that lay in them', () => {
    const file = moving(webpChunk('note', new TextEncoder().encode(secret)))
    expect(writingsIn(file)).toEqual(['UTF-8'])
    expect(copyOf(file, 'image/webp')).toEqual(moving())
  })

  test('[PC2] of a moving PNG is its still picture', () => {
    const { bytes, type } = picture('trueColours')
    const control = pngChunk('acTL', joinedBytes(u32be(1), u32be(0)))
    const frame = pngChunk('fdAT', joinedBytes(u32be(0), new TextEncoder().encode(secret)))
    const end = bytes.length - 12
    const file = joinedBytes(bytes.subarray(0, 33), control, bytes.subarray(33, end), frame, bytes.subarray(end))
    expect(copyOf(file, type)).toEqual(bytes)
  })

  test('[PC2] has no palette where one is only proposed', () => {
    const { bytes, type } = picture('trueColours')
    const palette = pngChunk('PLTE', new TextEncoder().encode('火見太郎火見太'.slice(0, 6)))
    expect(copyOf(joinedBytes(bytes.subarray(0, 33), palette, bytes.subarray(33)), type)).toEqual(bytes)
  })

  test('[PC2] says of which colours a JPEG is made, as its encoder did, and of nothing else', () => {
    const { bytes, type } = picture('fourColours')
    expect([...bytes.subarray(2, 18)]).toEqual([...segment(0xee, latin('Adobe\0\x64\0\0\0\0\x02'))])
    const long = segment(0xee, latin(`Adobe\0\x65\x80\x01\x12\x34\x02${secret.slice(5)}`))
    expect(copyOf(joinedBytes(bytes.subarray(0, 2), long, bytes.subarray(18)), type)).toEqual(bytes)
  })

  test('[PC2] puts the length of a WebP right', () => {
    const { bytes } = picture('lossy')
    const file = webp(bytes.subarray(12), webpChunk('XMP ', latin('abc')))
    const copy = copyOf(file, 'image/webp')
    expect(copy).toEqual(bytes)
    expect(new DataView(copy.buffer, copy.byteOffset).getUint32(4, true)).toBe(copy.length - 8)
  })
})

describe('no public copy', () => {
  const turned = (turn: number, isLittle: boolean): [Uint8Array, string][] => {
    const record = exifRecord({ turn, isLittle })
    const [jpeg, png, lossy] = [picture('baseline').bytes, picture('palette').bytes, picture('lossy')]
    return [
      [joinedBytes(jpeg.subarray(0, 2), exifSegment(record), jpeg.subarray(2)), 'image/jpeg'],
      [joinedBytes(png.subarray(0, 33), pngChunk('eXIf', record), png.subarray(33)), 'image/png'],
      [webp(saying(8, lossy).subarray(12), webpChunk('EXIF', record)), 'image/webp'],
      [webp(saying(8, lossy).subarray(12), webpChunk('EXIF', joinedBytes(latin('Exif\0\0'), record))), 'image/webp'],
    ]
  }

  test('[PC3] of a picture that is shown turned by its record; of one that is shown as it lies there is', () => {
    for (const isLittle of [true, false]) {
      for (const turn of [2, 3, 4, 5, 6, 7, 8])
        expect(turned(turn, isLittle).map(([file, type]) => reasonOf(file, type))).toEqual(new Array(4).fill('turned'))
      for (const turn of [0, 1, 9])
        expect(turned(turn, isLittle).map(([file, type]) => reasonOf(file, type))).toEqual(new Array(4).fill('a copy'))
    }
  })

  test('[PC3] of what is none of the three types', () => {
    const { bytes } = picture('baseline')
    for (const type of [
      'image/heic',
      'image/heif',
      'application/pdf',
      'text/plain',
      'application/octet-stream',
      '',
      'toString',
    ])
      expect(reasonOf(bytes, type)).toBe('not_a_picture')
  })

  test.each(pictures)('[PC3] of $name where it is cut, wherever, or is of another type', ({ bytes, type }) => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(reasonOf(bytes.subarray(0, length), type)).toBe('unreadable')
    for (const other of ['image/jpeg', 'image/png', 'image/webp'])
      expect(reasonOf(bytes, other)).toBe(other === type ? 'a copy' : 'unreadable')
  })

  const jpeg = picture('baseline').bytes
  const afterStart = (...parts: Uint8Array[]) => joinedBytes(jpeg.subarray(0, 2), ...parts, jpeg.subarray(2))
  const frameAt = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0)
  const withByte = (at: number, byte: number) => jpeg.map((old, i) => (i === at ? byte : old))
  test.each<[string, Uint8Array]>([
    ['a second picture before the end', afterStart(Uint8Array.of(0xff, 0xd8))],
    ['a length that is too small', afterStart(Uint8Array.of(0xff, 0xfe, 0, 1))],
    ['a length that leads behind the end', afterStart(Uint8Array.of(0xff, 0xfe, 0xff, 0xff))],
    ['bytes between segments', afterStart(latin(secret.slice(5)))],
    ['a restart outside a scan', afterStart(Uint8Array.of(0xff, 0xd0, 0, 2))],
    ['a frame that no browser shows', withByte(frameAt + 1, 0xc3)],
    ['a second frame', afterStart(jpeg.subarray(frameAt, frameAt + 19))],
    ['a height that comes later', withByte(frameAt + 6, 0)],
    ['no scan', joinedBytes(jpeg.subarray(0, frameAt), Uint8Array.of(0xff, 0xd9))],
    [
      'a scan before its frame',
      joinedBytes(jpeg.subarray(0, 20), segment(0xda, latin('\x01\x01\0\0\x3f\0')), jpeg.subarray(20)),
    ],
    ['words behind a table of quantities', afterStart(segment(0xdb, latin(`\0${'\x01'.repeat(64)}${'words'}`)))],
    ['words behind a table of codes', afterStart(segment(0xc4, latin(`\0${'\0'.repeat(16)}words`)))],
    ['words behind the interval of restarts', afterStart(segment(0xdd, latin('\0\x01words')))],
  ])('[PC3] of a JPEG with %s', (_what, file) => expect(reasonOf(file, 'image/jpeg')).toBe('unreadable'))

  const png = picture('palette').bytes
  const inside = (...chunks: Uint8Array[]) => joinedBytes(png.subarray(0, 33), ...chunks, png.subarray(33))
  const head = (...bytes: number[]) =>
    joinedBytes(
      png.subarray(0, 8),
      pngChunk('IHDR', Uint8Array.of(0, 0, 0, 16, 0, 0, 0, 16, ...bytes)),
      png.subarray(33),
    )
  test.each<[string, Uint8Array]>([
    ['a chunk that no reader may pass over and nobody knows', inside(pngChunk('NOTE', latin('words')))],
    ['a chunk without a name', inside(pngChunk('te\0t', latin('words')))],
    ['a length that leads behind the end', inside(Uint8Array.of(0x7f, 0xff, 0xff, 0xff), latin('tEXt'))],
    ['a second header', inside(png.subarray(8, 33))],
    ['words before its header', joinedBytes(png.subarray(0, 8), pngChunk('tEXt', latin('a\0b')), png.subarray(8))],
    ['a depth that its colours have not', head(16, 3, 0, 0, 0)],
    ['colours that are not known', head(8, 5, 0, 0, 0)],
    ['a way of packing that is not known', head(8, 3, 1, 0, 0)],
    ['a palette that is no palette', inside(pngChunk('PLTE', latin('abcd')))],
    ['words in its end', joinedBytes(png.subarray(0, -12), pngChunk('IEND', latin('words')))],
  ])('[PC3] of a PNG with %s', (_what, file) => expect(reasonOf(file, 'image/png')).toBe('unreadable'))

  const small = picture('lossy').bytes.subarray(12)
  const play = webpChunk('ANIM', new Uint8Array(6))
  const whole = (flags: number) => webpChunk('VP8X', Uint8Array.of(flags, 0, 0, 0, 15, 0, 0, 15, 0, 0))
  test.each<[string, Uint8Array]>([
    ['no picture', webp(whole(0), webpChunk('EXIF', exifRecord()))],
    ['a picture that does not come first', webp(webpChunk('EXIF', exifRecord()), small)],
    ['words in place of a picture', webp(webpChunk('VP8 ', latin('words and words')))],
    ['words in place of a lossless picture', webp(webpChunk('VP8L', latin('words and words')))],
    ['more said of the whole than there is to say', webp(webpChunk('VP8X', new Uint8Array(12)), small)],
    ['no frames where it moves', webp(whole(2), play, small)],
    ['frames, and not how they are played', webp(whole(2), webpChunk('ANMF', joinedBytes(new Uint8Array(16), small)))],
    [
      'a frame without a picture',
      webp(whole(2), play, webpChunk('ANMF', joinedBytes(new Uint8Array(16), webpChunk('note', latin('words!'))))),
    ],
    ['a frame that is too short', webp(whole(2), play, webpChunk('ANMF', new Uint8Array(14)))],
    ['a chunk that leads behind the end', webp(small, latin('XMP \xff\0\0\0'))],
    ['half a chunk', webp(small, latin('XMP'))],
  ])('[PC3] of a WebP with %s', (_what, file) => expect(reasonOf(file, 'image/webp')).toBe('unreadable'))
})

describe('large pictures', () => {
  /** A photo of the greatest size whose one scan is this, over and over. */
  const large = (pattern: readonly number[]) => {
    const { bytes } = picture('baseline')
    const photo = new Uint8Array(limits.maxPhotoBytes)
    photo.set(bytes.subarray(0, -2))
    for (let at = bytes.length - 2; at < photo.length - 2; at += 1) photo[at] = pattern[at % pattern.length] as number
    photo.set([0x00, 0xff, 0xd9], photo.length - 3)
    return photo
  }
  /** The best of three: how long it takes, whatever else the machine does. */
  const msOf = (work: () => void): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const began = performance.now()
        work()
        return performance.now() - began
      }),
    )

  test.each<[string, number[]]>([
    ['as photos are', [0x5a, 0x13, 0xc7, 0x00, 0x81, 0xff, 0x00, 0x9e]],
    ['with a stuffed byte after each byte', [0xff, 0x00]],
  ])('[PC2] a photo of 10 MB takes less than 200 ms: %s', (_what, pattern) => {
    const photo = large(pattern)
    expect(msOf(() => expect(copyOf(photo, 'image/jpeg').length).toBe(photo.length))).toBeLessThan(200)
  })

  test('[PC3] what is made of nothing but the smallest parts takes time in proportion to its length', () => {
    const { bytes } = picture('baseline')
    const parts = joinedBytes(segment(0xdd, Uint8Array.of(0, 0)), segment(0xfe, new Uint8Array(0)))
    const made = (n: number) => {
      const file = new Uint8Array(2 + n * parts.length)
      file.set(bytes.subarray(0, 2))
      for (let i = 0; i < n; i += 1) file.set(parts, 2 + i * parts.length)
      return joinedBytes(file, bytes.subarray(2))
    }
    const [tenth, most] = [made(100_000), made(1_000_000)]
    const msOfTenth = msOf(() => copyOf(tenth, 'image/jpeg'))
    expect(msOf(() => copyOf(most, 'image/jpeg'))).toBeLessThan(30 * msOfTenth + 50)
  })
})

describe('the list of places', () => {
  test('[PC1] has all that a JPEG is known to carry', () => {
    expect(jpegCarriers.map(([place]) => place)).toEqual(
      expect.arrayContaining([
        'EXIF',
        'XMP',
        'extended XMP',
        'IPTC',
        'ICC',
        'a comment',
        'between scans',
        'behind the end',
      ]),
    )
  })
})
