import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_DIR } from './paths.mjs'
import { firstLine } from './say.mjs'

/**
 * A vitest reporter that counts. A skipped test, a `todo` and a run without tests are failures here, and the totals are
 * left in .build/test-totals.json for `npm test` to add up.
 */
export default class TestTotals {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    /** @type {string[]} */
    const again = []
    /** @type {string[]} */
    const failures = unhandledErrors.map((error) => firstLine(error) ?? '')
    for (const module of modules) {
      let tests = 0
      for (const test of module.children.allTests()) {
        tests += 1
        const { state, errors } = test.result()
        totals[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
        const line = `${module.relativeModuleId} › ${test.fullName}: ${firstLine(errors?.[0]?.message)}`
        if (state === 'failed') failures.push(line)
        else if ((test.diagnostic()?.retryCount ?? 0) > 0) again.push(line)
      }
      // A file that does not load has no tests to fail.
      if (tests === 0 || (module.state() === 'failed' && module.errors().length > 0)) totals.failed += 1
    }
    mkdirSync(BUILD_DIR, { recursive: true })
    writeFileSync(join(BUILD_DIR, 'test-totals.json'), JSON.stringify({ ...totals, failures }))
    if (again.length > 0)
      console.error(`\nPassed only at a second try:\n${again.map((line) => `  ${line}`).join('\n')}`)
    if (totals.skipped > 0) console.error(`\n${totals.skipped} tests were skipped: a skipped test is a failure here.`)
    if (totals.skipped > 0 || totals.passed + totals.failed === 0) process.exitCode = 1
  }
}
