import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Encoded, fitWithin, nextEncoding, photoAim, thumbAim } from '../../../web/store/photos/shrinking.ts'

/** All tries on a picture that weighs `bytesPerPixel` at the best quality, and less with less. */
function tries(aim: typeof photoAim, bytesPerPixel: number): Encoded[] {
  const made: Encoded[] = []
  for (let next = nextEncoding(aim, null); next !== null; next = nextEncoding(aim, made.at(-1) ?? null))
    made.push({ ...next, size: Math.round(next.edge * next.edge * 0.75 * bytesPerPixel * next.quality ** 1.5) })
  return made
}

test('[CL10] a picture is fitted into its long edge, keeps its form, and is never made larger', () => {
  expect(fitWithin(1_600, 4_000, 3_000)).toEqual({ width: 1_600, height: 1_200 })
  expect(fitWithin(1_600, 3_000, 4_000)).toEqual({ width: 1_200, height: 1_600 })
  expect(fitWithin(1_600, 640, 480)).toEqual({ width: 640, height: 480 })
  expect(fitWithin(320, 10_000, 3)).toEqual({ width: 320, height: 1 })
})

test('[CL10] the quality steps down until the bytes are few enough, and no further', () => {
  const easy = tries(photoAim, 0.1)
  expect(easy).toHaveLength(1)
  const usual = tries(photoAim, 0.5)
  expect(usual.at(-1)?.size).toBeLessThanOrEqual(photoAim.bytes)
  for (const { size } of usual.slice(0, -1)) expect(size).toBeGreaterThan(photoAim.bytes)
  expect(usual.every(({ edge }) => edge === 1_600)).toBe(true)
})

test('[CL10] whatever a picture weighs, it ends within few tries, and small enough where that can be', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 20, noNaN: true }), fc.constantFrom(photoAim, thumbAim), (weight, aim) => {
      const made = tries(aim, weight)
      expect(made.length).toBeLessThan(30)
      const last = made.at(-1) as Encoded
      expect(last.size <= aim.bytes || last.edge < 100).toBe(true)
      for (const [i, { edge, quality }] of made.entries()) {
        const before = made[i - 1]
        expect(edge).toBeLessThanOrEqual(aim.edge)
        if (before) expect(edge < before.edge || quality < before.quality).toBe(true)
      }
    }),
  )
})

test('[CL10] what is far too large leaves out steps', () => {
  expect(nextEncoding(photoAim, { edge: 1_600, quality: 0.8, size: 2 * photoAim.bytes })).toEqual({
    edge: 1_600,
    quality: 0.5,
  })
  expect(nextEncoding(photoAim, { edge: 1_600, quality: 0.8, size: photoAim.bytes + 1 })).toEqual({
    edge: 1_600,
    quality: 0.7,
  })
})
