import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mediaType } from '../../../core/media-type.ts'
import { publicCopy } from '../../../core/picture/public-copy.ts'
import { carriersOf, exifRecord, exifSegment } from '../../support/picture-evidence.ts'
import {
  joinedBytes,
  moving,
  type Picture,
  picture,
  pictures,
  pngChunk,
  segment,
  webp,
  webpChunk,
} from '../../support/pictures.ts'
import { SeededRandom } from '../../support/random.ts'

const seed = Number(process.env['SEED'] ?? 20_261_126)
const runsPerFile = 400
const apps = Array.from({ length: 16 }, (_, n) => 0xe0 + n)

const files: Picture[] = [
  ...pictures.flatMap((original) =>
    carriersOf(original).map(([place, put]) => ({
      name: `${original.name}, ${place}`,
      type: original.type,
      bytes: put(original),
    })),
  ),
  { name: 'moving', type: 'image/webp', bytes: moving() },
  ...['baseline', 'progressive'].map((name) => {
    const { type, bytes } = picture(name)
    const record = exifSegment(exifRecord({ turn: 6 }))
    return { name: 'turned', type, bytes: joinedBytes(bytes.subarray(0, 2), record, bytes.subarray(2)) }
  }),
]

/** Cuts, flips, doubles and leaves out some bytes. */
function damaged(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let file: Uint8Array = bytes.slice()
  for (let n = random.below(4) + 1; n > 0; n -= 1) {
    const [from, to] = [random.below(file.length + 1), random.below(file.length + 1)].sort((a, b) => a - b) as [
      number,
      number,
    ]
    const kind = random.below(5)
    if (kind === 0) file = file.slice(0, to)
    if (kind === 1 && file.length > 0)
      file[random.below(file.length)] = random.pick([0, 1, 0x7f, 0x80, 0xd0, 0xd9, 0xda, 0xff])
    if (kind === 2 && file.length > 0) file[random.below(file.length)] = random.below(256)
    if (kind === 3)
      file = joinedBytes(file.subarray(0, to), file.subarray(from, Math.min(to, from + 300)), file.subarray(to))
    if (kind === 4) file = joinedBytes(file.subarray(0, from), file.subarray(Math.min(to, from + 40)))
  }
  return file
}

test(`[PC1] [PC3] of damaged pictures there is a copy of the same type and no longer, or none (seed ${seed})`, () => {
  const random = new SeededRandom(seed)
  const answers = new Map<string, number>()
  for (const { bytes, type } of files) {
    for (let run = 0; run < runsPerFile; run += 1) {
      const file = damaged(bytes, random)
      const before = file.slice()
      const copy = publicCopy(file, type)
      expect(file).toEqual(before)
      answers.set(copy.ok ? 'a copy' : copy.reason, (answers.get(copy.ok ? 'a copy' : copy.reason) ?? 0) + 1)
      if (!copy.ok) continue
      expect(copy.bytes.length).toBeLessThanOrEqual(file.length)
      expect(mediaType(copy.bytes, copy.bytes, copy.bytes.length)).toBe(type)
      // A copy has nothing more to leave out.
      expect(publicCopy(copy.bytes, type)).toEqual(copy)
    }
  }
  // It is worth something only where all three come about.
  for (const answer of ['a copy', 'unreadable', 'turned']) expect(answers.get(answer) ?? 0).toBeGreaterThan(10)
})

const content = fc.uint8Array({ maxLength: 300 })
const known = ['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'IDAT', 'eXIf', 'ANIM', 'ANMF', 'ALPH', 'VP8L', 'VP8X', 'EXIF']
const name = (pattern: RegExp) => fc.stringMatching(pattern).filter((name) => !known.includes(name))

test.each(pictures)(
  '[PC1] [PC2] whatever is put into $name besides its picture is not in the copy',
  ({ type, bytes }) => {
    const head = { 'image/jpeg': 2, 'image/png': 33, 'image/webp': bytes.length }[type] as number
    const part = {
      'image/jpeg': fc.tuple(fc.constantFrom(...apps, 0xfe), content).map(([code, text]) => segment(code, text)),
      'image/png': fc.tuple(name(/^[a-z][A-Za-z]{3}$/), content).map(([chunk, text]) => pngChunk(chunk, text)),
      'image/webp': fc.tuple(name(/^[ -~]{4}$/), content).map(([chunk, text]) => webpChunk(chunk, text)),
    }[type] as fc.Arbitrary<Uint8Array>
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), content, (parts, behind) => {
        const inner = joinedBytes(bytes.subarray(0, head), ...parts, bytes.subarray(head))
        const whole = type === 'image/webp' ? webp(inner.subarray(12)) : inner
        expect(publicCopy(joinedBytes(whole, behind), type)).toEqual({ ok: true, bytes })
      }),
      { numRuns: 100, seed },
    )
  },
)
