import { expect, test } from 'vitest'
import { totalsOf } from '../../.tasks/last-line.mjs'

test.each([
  ['what was told', 0, 'seed 7\n22 passed, 0 failed\n', { passed: 22, failed: 0 }],
  ['what was told to have failed', 1, '20 passed, 2 failed\n', { passed: 20, failed: 2 }],
  [
    'a failure where the exit code says so and the line does not',
    1,
    '22 passed, 0 failed\n',
    { passed: 22, failed: 1 },
  ],
  ['a failure where nothing ran', 0, '0 passed, 0 failed\n', { passed: 0, failed: 1 }],
  ['a failure where the line is missing', 0, 'seed 7\n', { passed: 0, failed: 1 }],
  ['a failure where the line is not the last', 0, '22 passed, 0 failed\nand then it broke\n', { passed: 0, failed: 1 }],
  ['a failure where there is no output', 0, '', { passed: 0, failed: 1 }],
])('the totals are %s', (_, exitCode, output, totals) => {
  expect(totalsOf(exitCode, output)).toEqual(totals)
})
