import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeAfter, type RowBox, stepsAside } from '../../../web/store/notes/row-drag.ts'

const boxesOf = (heights: readonly number[]): RowBox[] =>
  heights.map((height, i) => ({ top: heights.slice(0, i).reduce((sum, one) => sum + one, 0), height }))
const four = boxesOf([80, 80, 120, 80])

test('[CL43] a row takes the place of another when its edge is past the middle of that', () => {
  expect([0, 39, 41, 139, 141, 239, 241, 900].map((by) => placeAfter(four, 0, by))).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  expect([0, -59, -61, -159, -161, -900].map((by) => placeAfter(four, 3, by))).toEqual([3, 3, 2, 2, 1, 0])
  expect(placeAfter(four, 9, 10)).toBe(9)
})

test('[CL43] the others step aside by the height of what is held, those alone that it passed', () => {
  expect(stepsAside(four, 0, 2)).toEqual([0, -80, -80, 0])
  expect(stepsAside(four, 2, 0)).toEqual([120, 120, 0, 0])
  expect(stepsAside(four, 1, 1)).toEqual([0, 0, 0, 0])
})

test('[CL43] wherever a row is let go, the others stand without a gap and without lying over each other', () => {
  const rows = fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(rows, fc.nat(), fc.integer({ min: -2_000, max: 2_000 }), (heights, seed, by) => {
      const boxes = boxesOf(heights)
      const from = seed % heights.length
      const to = placeAfter(boxes, from, by)
      const shown = boxes.map(({ top, height }, i) => ({ top: top + (stepsAside(boxes, from, to)[i] ?? 0), height, i }))
      const others = shown.filter(({ i }) => i !== from).sort((a, b) => a.top - b.top)
      const order = others.map(({ i }) => i).toSpliced(to, 0, from)
      let top = 0
      for (const i of order) {
        if (i !== from) expect(shown[i]?.top).toBe(top)
        top += heights[i] ?? 0
      }
    }),
  )
})
