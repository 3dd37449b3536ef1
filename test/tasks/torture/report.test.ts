import { expect, test } from 'vitest'
import { reportOf } from '../../../bench/torture/report.ts'

const good = {
  id: 'R-01',
  title: 'kill -9 while sending',
  figures: [{ what: 'messages acknowledged', value: '10000', bar: '≥ 10000' }],
  faults: [],
}
const bad = { id: 'R-04', title: 'cut', figures: [], faults: ['seq 4 is lost: “a|b”'] }

test('the report has each figure beside its bar, and the seed that runs the same again', () => {
  const report = reportOf({ findings: [good], seed: 77, seconds: 61.4 })
  expect(report).toContain('### R-01 · kill -9 while sending: passed')
  expect(report).toContain('| messages acknowledged | 10000 | ≥ 10000 |')
  expect(report).toContain('1 passed, 0 failed in 61 s; `npm run torture -- --seed 77`')
})

test('a fault is told as one, with its words', () => {
  const report = reportOf({ findings: [good, bad], seed: 77, seconds: 1 })
  expect(report).toContain('1 passed, 1 failed')
  expect(report).toContain('### R-04 · cut: FAILED')
  expect(report).toContain('- ✗ seq 4 is lost: “a|b”')
})

test('what is not proven is said, power loss and the production’s replication first', () => {
  const report = reportOf({ findings: [good], seed: 1, seconds: 1 })
  const unproven = report.slice(report.indexOf('## What this does not prove'))
  expect(unproven).toMatch(/Power loss[\s\S]*replicated to several machines/)
})
