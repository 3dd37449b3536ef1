import { expect, test } from 'vitest'
import { sizeWords } from '../../../web/store/photos/file-size.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [9_950, '10 kB'],
  [350_000, '350 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [25_000_000, '25 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
