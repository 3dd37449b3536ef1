import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildTown } from './build.mjs'
import { totalsOf } from './last-line.mjs'
import { compareOpenApi, OPENAPI_FILE } from './openapi.mjs'
import { BUILD_DIR, command, PROJECT } from './paths.mjs'
import { exitCodeOf, shownOutputOf } from './run.mjs'
import { firstLine, Problem, say, secondsSince } from './say.mjs'
import { checkSize } from './size.mjs'

/** Everything that can be checked, and the sum. `npm run check` takes the quick ones, `npm test` all. */

/** @typedef {{ passed: number, failed: number, failures?: string[] }} Totals `failures` names what failed, where that is known */
/** @typedef {{ name: string, run: () => Promise<Totals> }} Check */

/** @param {string} name @param {() => Promise<unknown>} run throws, or answers false, where it does not hold @returns {Check} */
const asOne = (name, run) => ({
  name,
  run: async () => ((await run()) === false ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 }),
})

/** @param {string} name @param {string} tool @param {string[]} args */
const byTool = (name, tool, args) => asOne(name, async () => (await exitCodeOf(command(tool), args)) === 0)

/** @returns {string[]} the folders with types of their own, at most two levels down */
function typedFolders() {
  const hidden = ['node_modules', '.git', '.build', '.yagura']
  const foldersOf = (/** @type {string} */ parent) =>
    readdirSync(join(PROJECT, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !hidden.includes(entry.name))
      .map((entry) => join(parent, entry.name))
  const folders = foldersOf('.').flatMap((folder) => [folder, ...foldersOf(folder)])
  return folders.filter((folder) => existsSync(join(PROJECT, folder, 'tsconfig.json')))
}

/**
 * One vitest project. Zero tests, a skipped one and a run that broke off are failures.
 * @param {'core' | 'workers' | 'mutations' | 'e2e'} project @returns {Check}
 */
const byVitest = (project) => ({
  name: project,
  run: async () => {
    const file = join(BUILD_DIR, 'test-totals.json')
    rmSync(file, { force: true })
    const code = await exitCodeOf(command('vitest'), ['run', '--project', project])
    if (!existsSync(file)) return { passed: 0, failed: 1 }
    const { passed, failed, skipped, failures } = JSON.parse(readFileSync(file, 'utf8'))
    const counted = failed + skipped
    return { passed, failed: counted === 0 && (code !== 0 || passed === 0) ? 1 : counted, failures }
  },
})

/** The short pass of the rack, beside a town of its own. */
const torture = {
  name: 'torture',
  run: async () => {
    const { exitCode, output } = await shownOutputOf(process.execPath, ['bench/torture/torture.mjs', '--short'])
    return totalsOf(exitCode, output)
  },
}

const format = byTool('format', 'biome', ['ci', '--linter-enabled=false', '.'])
const lint = byTool('lint', 'biome', ['lint', '--error-on-warnings', '.'])
const types = asOne('types', async () => (await exitCodeOf(command('tsc'), ['-b', ...typedFolders()])) === 0)
const build = asOne('build', buildTown)
const size = asOne('size', checkSize)
/** The room's speed and cost: a short run of the bench, which fails where a goal is missed by more than a quarter. */
const bench = asOne(
  'bench',
  async () => (await exitCodeOf(process.execPath, ['bench/bench.mjs', '--quick', '--gate'])) === 0,
)
const openApi = existsSync(OPENAPI_FILE) ? [asOne('openapi', compareOpenApi)] : []

export const quickChecks = [format, lint, types, byVitest('core')]
export const allChecks = [
  ...quickChecks,
  byVitest('workers'),
  byVitest('mutations'),
  build,
  size,
  ...openApi,
  torture,
  bench,
  byVitest('e2e'),
]

/**
 * Runs them one after another, whatever fails, and ends with the line `N passed, N failed`: every test, and every other
 * check as one.
 * @param {Check[]} checks
 */
export async function runChecks(checks) {
  const totals = { passed: 0, failed: 0 }
  const failedNames = []
  for (const { name, run } of checks) {
    const startedAt = Date.now()
    say(`· ${name} …`)
    const { passed, failed, failures = [] } = await run().catch(asFailure)
    say(`  ${name}: ${passed} passed, ${failed} failed, ${secondsSince(startedAt)}\n`)
    totals.passed += passed
    totals.failed += failed
    if (failed > 0) failedNames.push(name, ...failures.map((failure) => `\n  ${failure}`))
  }
  if (failedNames.length > 0) say(`failed: ${failedNames.join(' ')}`)
  sayTotals(totals)
}

/** The last line of every run, and its exit code. @param {Totals} totals */
export function sayTotals({ passed, failed }) {
  if (failed > 0 || passed === 0) process.exitCode = 1
  say(`${passed} passed, ${failed} failed`)
}

/** @param {unknown} error @returns {Totals} */
function asFailure(error) {
  console.error(error instanceof Problem ? `✗ ${error.message}` : `✗ ${firstLine(error)}`)
  return { passed: 0, failed: 1 }
}
