import { buildPlanter, buildTown } from '../../.tasks/build.mjs'
import { say, secondsSince } from '../../.tasks/say.mjs'
import { SeededRandom } from '../../test/support/random.ts'
import { makeStateDir, removeStateDir } from './killable-town.ts'
import { OpenTown } from './open-town.ts'
import { writeReport } from './report.ts'
import type { Finding, Rack, Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { within } from './waiting.ts'

/** No scenario may take longer, whatever it waits for. */
const longestMs = { short: 120_000, long: 600_000 } as const

export type TortureWish = { isShort: boolean; seed?: number; only: readonly string[] }

/** Runs the scenarios, and says what became of each. Answers how many entries failed. */
export async function torture(wish: TortureWish): Promise<number> {
  const seed = wish.seed ?? Date.now() % 1_000_000_000
  const startedAt = Date.now()
  say(`seed ${seed}: \`npm run torture -- ${wish.isShort ? '--short ' : ''}--seed ${seed}\` runs the same again`)
  await buildTown()
  await buildPlanter('mint')
  const shared = new SharedTown()
  const chosen = scenarios.filter(({ ids }) => wish.only.length === 0 || ids.some((id) => wish.only.includes(id)))
  const findings: Finding[] = []
  const start = async (scenario: Scenario) => {
    const name = scenario.ids.join(' ')
    const own = scenario.seed ?? seed
    const rack: Rack = {
      isShort: wish.isShort,
      seed: own,
      random: new SeededRandom(own ^ hashOf(name)),
      town: () => shared.town(),
      note: (line) => say(`  ${name}: ${line}`),
    }
    const at = Date.now()
    const found = await within(name, scenario.run(rack), longestMs[wish.isShort ? 'short' : 'long']).catch((error) =>
      brokenOff(scenario, error),
    )
    for (const finding of found) tell(finding)
    say(`  ${name}: ${secondsSince(at)}`)
    findings.push(...found)
  }
  try {
    const isBeside = ({ isBeside: when }: Scenario) => when === 'always' || (when === 'when-short' && wish.isShort)
    const beside = chosen.filter(isBeside).map(start)
    for (const scenario of chosen) if (!isBeside(scenario)) await start(scenario)
    await Promise.all(beside)
  } finally {
    await shared.end()
  }
  const failed = findings.filter(({ faults }) => faults.length > 0).length
  if (!wish.isShort && wish.only.length === 0)
    writeReport({ findings, seed, seconds: (Date.now() - startedAt) / 1_000 })
  say(`seed ${seed}, ${secondsSince(startedAt)}`)
  say(`${findings.length - failed} passed, ${failed} failed`)
  return findings.length === 0 ? 1 : failed
}

/** The town of all scenarios that kill nothing. */
class SharedTown {
  readonly #stateDir = makeStateDir()
  #starting: Promise<OpenTown> | null = null

  town(): Promise<OpenTown> {
    this.#starting ??= OpenTown.start(this.#stateDir)
    return this.#starting
  }

  async end(): Promise<void> {
    const town = await this.#starting?.catch(() => null)
    await town?.end()
    removeStateDir(this.#stateDir)
  }
}

const brokenOff = ({ ids }: Scenario, error: unknown): Finding[] =>
  ids.map((id) => ({
    id,
    title: 'broke off',
    figures: [],
    faults: [error instanceof Error ? (error.stack ?? '') : String(error)],
  }))

function tell({ id, title, figures, faults }: Finding): void {
  say(`${faults.length === 0 ? '✓' : '✗'} ${id} ${title}`)
  for (const { what, value, bar } of figures) say(`    ${what}: ${value}${bar === undefined ? '' : ` (bar: ${bar})`}`)
  for (const fault of faults) say(`    ✗ ${fault}`)
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619)
  return hash >>> 0
}
