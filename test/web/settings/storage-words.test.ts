import { expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import { fullness, quotaFrom, quotaInGb, storageWords } from '../../../web/store/settings/storage-words.ts'

const giga = 1024 ** 3

test.each([
  [0, '0 MB'],
  [1, '1 MB未満'],
  [1024 ** 2 * 1.99, '1.9 MB'],
  [1024 ** 2 * 700.9, '700 MB'],
  [giga - 1, '1,023 MB'],
  [limits.storageBytes, '50 GB'],
  [giga * 9.99, '9.9 GB'],
  [limits.maxStorageBytes, '1,048,576 GB'],
] as const)('[FI35] %d bytes are said as %s', (bytes, words) => {
  expect(storageWords(bytes)).toBe(words)
})

test('[FI35] it is full when nothing more goes in, and never said to be so before', () => {
  expect(fullness(0, 100)).toEqual({ percent: 0, state: 'well' })
  expect(fullness(79, 100)).toEqual({ percent: 79, state: 'well' })
  expect(fullness(80, 100)).toEqual({ percent: 80, state: 'near' })
  expect(fullness(999_999, 1_000_000)).toEqual({ percent: 99, state: 'near' })
  for (const [bytes, quota] of [
    [100, 100],
    [101, 100],
    [0, 0],
  ] as const)
    expect(fullness(bytes, quota)).toEqual({ percent: 100, state: 'full' })
})

test('[FI35] a quota is typed in whole GB, by any keyboard', () => {
  for (const typed of ['100', ' 100 ', '１００', '100GB', '100 ＧＢ', '0100']) expect(quotaFrom(typed)).toBe(100 * giga)
  expect(quotaFrom('1,000,000')).toBe(1_000_000 * giga)
  for (const typed of ['', '0', '-1', '1.5', '1,000,001', '百', '1e3', '99999999999999999999', '50MB'])
    expect(quotaFrom(typed), typed).toBeNull()
  expect(quotaFrom('1000000')).toBeLessThanOrEqual(limits.maxStorageBytes)
  expect(quotaFrom(quotaInGb(limits.storageBytes))).toBe(limits.storageBytes)
})
