import { expect, test } from 'vitest'
import { isQuiet } from '../../../core/ringing/quiet-hours.ts'

const tokyo = (hour: number, minute = 0) => Date.UTC(2026, 10, 24, hour - 9, minute)
const at = (hour: number, minute = 0) => hour * 60 + minute

test('[RG3] quiet hours are by the clock of Tokyo, begin on the minute and end before theirs', () => {
  const noon = { from: at(12), to: at(13, 30) }
  expect(isQuiet(noon, tokyo(11, 59))).toBe(false)
  expect(isQuiet(noon, tokyo(12))).toBe(true)
  expect(isQuiet(noon, tokyo(13, 29))).toBe(true)
  expect(isQuiet(noon, tokyo(13, 30))).toBe(false)
})

test('[RG3] hours that end earlier than they begin go over midnight', () => {
  const night = { from: at(22), to: at(6) }
  for (const [hour, quiet] of [
    [21, false],
    [22, true],
    [23, true],
    [0, true],
    [5, true],
    [6, false],
    [12, false],
  ] as const)
    expect(isQuiet(night, tokyo(hour)), `${hour}:00`).toBe(quiet)
})

test('[RG3] who has set none, or from a time to the same, is never left alone', () => {
  expect(isQuiet(null, tokyo(3))).toBe(false)
  expect(isQuiet({ from: at(3), to: at(3) }, tokyo(3))).toBe(false)
})
