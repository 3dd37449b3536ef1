import { bytesOf } from './file-bodies.ts'
import {
  joinedBytes,
  latin,
  type Picture,
  picture,
  pngChunk,
  saying,
  segment,
  u32be,
  u32le,
  webp,
  webpChunk,
} from './pictures.ts'

/** Who took it, and where from: what must not be in a public copy in any way of writing. */
export const secret = '火見太郎 36.1234N'

const utf16 = (isLittle: boolean): Uint8Array =>
  new Uint8Array(
    [...secret].flatMap((letter) => {
      const code = letter.charCodeAt(0)
      return isLittle ? [code & 255, code >> 8] : [code >> 8, code & 255]
    }),
  )

export const writings: Record<string, Uint8Array> = {
  'UTF-8': bytesOf(secret),
  'UTF-16LE': utf16(true),
  'UTF-16BE': utf16(false),
}
/** The secret in each of the writings, of an even length or of an odd one. */
const inAll = joinedBytes(...Object.values(writings))
const odd = inAll.length % 2 === 1 ? inAll : joinedBytes(inAll, latin('.'))

/** The ways of writing in which the secret is in these bytes. */
export const writingsIn = (bytes: Uint8Array): string[] => {
  const text = asLatin(bytes)
  return Object.keys(writings).filter((name) => text.includes(asLatin(writings[name] as Uint8Array)))
}

function asLatin(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}

/** A record (EXIF) with a description, a maker's note, a position and a small picture, each with the secret; as TIFF. */
export function exifRecord({ turn = 1, isLittle = false } = {}): Uint8Array {
  const n = (value: number, width: 2 | 4) => {
    const bytes = new Uint8Array(width)
    const view = new DataView(bytes.buffer)
    if (width === 2) view.setUint16(0, value, isLittle)
    else view.setUint32(0, value, isLittle)
    return bytes
  }
  const entry = (tag: number, type: number, count: number, value: number) =>
    joinedBytes(n(tag, 2), n(type, 2), n(count, 4), ...(type === 3 ? [n(value, 2), n(0, 2)] : [n(value, 4)]))
  const small = joinedBytes(
    picture('baseline').bytes.subarray(0, 2),
    segment(0xfe, inAll),
    picture('baseline').bytes.subarray(2),
  )
  const table = (next: number, ...entries: Uint8Array[]) => joinedBytes(n(entries.length, 2), ...entries, n(next, 4))
  // Where each part begins: four tables, and behind them their values.
  const size = (entries: number) => 2 + 12 * entries + 4
  const [exif, gps] = [8 + size(4), 8 + size(4) + size(1)]
  const next = gps + size(1)
  const text = next + size(2)
  return joinedBytes(
    latin(isLittle ? 'II' : 'MM'),
    n(42, 2),
    n(8, 4),
    table(
      next,
      entry(0x10e, 2, inAll.length, text),
      entry(0x112, 3, 1, turn),
      entry(0x8769, 4, 1, exif),
      entry(0x8825, 4, 1, gps),
    ),
    table(0, entry(0x927c, 7, inAll.length, text + inAll.length)),
    table(0, entry(0x1b, 7, inAll.length, text + 2 * inAll.length)),
    table(0, entry(0x201, 4, 1, text + 3 * inAll.length), entry(0x202, 4, 1, small.length)),
    inAll,
    inAll,
    inAll,
    small,
  )
}

/** A picture's file with the secret in one place. */
export type Carrier = [place: string, put: (picture: Picture) => Uint8Array]

const app = (n: number, name: string, content = inAll) => segment(0xe0 + n, joinedBytes(latin(name), content))
export const exifSegment = (record: Uint8Array): Uint8Array => app(1, 'Exif\0\0', record)
const inJpeg =
  (...segments: Uint8Array[]) =>
  ({ bytes }: Picture) =>
    joinedBytes(bytes.subarray(0, 2), ...segments, bytes.subarray(2))
/** After the last scan, and, of a progressive picture, after the first as well. */
const betweenScans = ({ bytes }: Picture): Uint8Array => {
  const scans = [...bytes.keys()].filter((at) => bytes[at] === 0xff && bytes[at + 1] === 0xda)
  const second = scans[1] ?? bytes.length - 2
  const hidden = joinedBytes(segment(0xfe, inAll), app(1, 'Exif\0\0'))
  return joinedBytes(bytes.subarray(0, second), hidden, bytes.subarray(second, -2), hidden, bytes.subarray(-2))
}

export const jpegCarriers: Carrier[] = [
  ['EXIF', inJpeg(exifSegment(exifRecord()))],
  ['EXIF, the lowest byte first', inJpeg(exifSegment(exifRecord({ isLittle: true })))],
  ['XMP', inJpeg(app(1, 'http://ns.adobe.com/xap/1.0/\0'))],
  ['extended XMP', inJpeg(app(1, 'http://ns.adobe.com/xmp/extension/\0'))],
  ['IPTC', inJpeg(app(13, 'Photoshop 3.0\x008BIM\x04\x04'))],
  ['ICC', inJpeg(app(2, 'ICC_PROFILE\0\x01\x01'))],
  ['several pictures (MPF)', inJpeg(app(2, 'MPF\0'))],
  ['a small picture (JFXX)', inJpeg(app(0, 'JFXX\0\x10', picture('baseline').bytes), app(0, 'JFXX\0\x13'))],
  // Its own small picture, and a density that nobody else has.
  [
    'JFIF',
    ({ name, bytes }) =>
      isJfif(bytes) ? withLongJfif(bytes) : inJpeg(segment(0xfe, inAll))({ name, type: '', bytes }),
  ],
  ['segments of a maker', inJpeg(...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15].map((n) => app(n, 'Maker\0')))],
  ['a comment', inJpeg(segment(0xfe, inAll), Uint8Array.of(0xff, 0xff, 0xff))],
  ['between scans', betweenScans],
  ['behind the end', ({ bytes }) => joinedBytes(bytes, inAll)],
]

const isJfif = (bytes: Uint8Array) => bytes[3] === 0xe0
const withLongJfif = (bytes: Uint8Array) =>
  joinedBytes(bytes.subarray(0, 2), app(0, 'JFIF\0\x01\x02\x01\0\x48\0\x48\x05\x06'), bytes.subarray(20))

const behindHeader = 8 + 25
const inPng =
  (...chunks: Uint8Array[]) =>
  ({ bytes }: Picture) =>
    joinedBytes(bytes.subarray(0, behindHeader), ...chunks, bytes.subarray(behindHeader))
/** As zlib keeps what it does not pack. */
const stored = joinedBytes(
  Uint8Array.of(0x78, 1, 1, inAll.length & 255, inAll.length >> 8, ~inAll.length & 255, (~inAll.length >> 8) & 255),
  inAll,
  u32be(adler(inAll)),
)
function adler(bytes: Uint8Array): number {
  let [low, high] = [1, 0]
  for (const byte of bytes) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  return high * 65_536 + low
}

export const pngCarriers: Carrier[] = [
  ['eXIf', inPng(pngChunk('eXIf', exifRecord()))],
  ['tEXt', inPng(pngChunk('tEXt', joinedBytes(latin('Author\0'), inAll)))],
  ['zTXt', inPng(pngChunk('zTXt', joinedBytes(latin('Author\0\0'), stored)))],
  ['iTXt', inPng(pngChunk('iTXt', joinedBytes(latin('XML:com.adobe.xmp\0\0\0\0\0'), inAll)))],
  ['iCCP', inPng(pngChunk('iCCP', joinedBytes(latin('me\0\0'), stored)))],
  [
    'tIME and pHYs',
    inPng(
      pngChunk('tIME', Uint8Array.of(7, 0xea, 11, 20, 8, 30, 0)),
      pngChunk('pHYs', u32be(0)),
      pngChunk('tEXt', inAll),
    ),
  ],
  ['a chunk of its own', inPng(pngChunk('prVt', inAll), pngChunk('caBX', inAll))],
  [
    'what is longer than it has to be',
    inPng(pngChunk('gAMA', inAll), pngChunk('sRGB', inAll), pngChunk('tRNS', joinedBytes(inAll, inAll, inAll))),
  ],
  [
    'between its data',
    ({ bytes }) => joinedBytes(bytes.subarray(0, -12), pngChunk('tEXt', inAll), bytes.subarray(-12)),
  ],
  ['behind the end', ({ bytes }) => joinedBytes(bytes, inAll, bytes)],
]

/** ICC, EXIF and XMP, as a WebP says that it has them. */
const tells = 0x2c
const inWebp =
  (...chunks: Uint8Array[]) =>
  (picture: Picture) =>
    webp(saying(tells, picture).subarray(12), ...chunks)

export const webpCarriers: Carrier[] = [
  ['EXIF', inWebp(webpChunk('EXIF', exifRecord({ isLittle: true })))],
  ['EXIF as in a JPEG', inWebp(webpChunk('EXIF', joinedBytes(latin('Exif\0\0'), exifRecord())))],
  ['XMP', inWebp(webpChunk('XMP ', odd))],
  ['a chunk of its own', inWebp(webpChunk('note', odd), webpChunk('ALPH', odd), webpChunk('VP8 ', inAll))],
  [
    'ICC',
    (picture) => {
      const bytes = saying(tells, picture).subarray(12)
      return webp(bytes.subarray(0, 18), webpChunk('ICCP', inAll), bytes.subarray(18))
    },
  ],
  ['behind the end', (picture) => joinedBytes(saying(0, picture), webpChunk('EXIF', inAll), inAll)],
  [
    'behind a plain picture',
    ({ bytes }) =>
      joinedBytes(
        latin('RIFF'),
        u32le(bytes.length + inAll.length + (inAll.length % 2)),
        bytes.subarray(8),
        webpChunk('XMP ', inAll),
      ),
  ],
]

const carriers: Record<string, Carrier[]> = {
  'image/jpeg': jpegCarriers,
  'image/png': pngCarriers,
  'image/webp': webpCarriers,
}
export const carriersOf = ({ type }: Picture): Carrier[] => carriers[type] ?? []
