import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BUILD_DIR } from '../.tasks/paths.mjs'
import { Problem, say } from '../.tasks/say.mjs'
import { formatTable } from '../.tasks/table.mjs'
import { type Kept, PERFORMANCE_FILE, type Run, rounded as round } from './kept-runs.ts'
import { writePerformancePage } from './performance-page.ts'
import { type Figure, isBeyondGate, type Row, verdict } from './result.ts'
import { runWorkloads } from './run.ts'

/** The bench from the command line: runs, prints, keeps the figures. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      gate: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      pairs: { type: 'string' },
      keep: { type: 'boolean' },
    },
  })
  say('limits are the product’s; only the message rate of a member is raised, and with it that of its frames\n')
  const startedAt = new Date()
  const pairs = Number(values.pairs ?? (values.quick ? 5 : 15))
  const rows = await runWorkloads({ isQuick: values.quick ?? false, only: values.only ?? [], pairs })
  say(`\n${formatTable(['workload', 'figure', 'measured', 'goal', ''], rows.flatMap(linesOf))}`)
  mkdirSync(BUILD_DIR, { recursive: true })
  writeFileSync(join(BUILD_DIR, 'bench.json'), JSON.stringify(rows, null, 2))
  if (values.keep ?? !(values.quick || values.only)) keep(startedAt, pairs, rows)
  const beyond = rows.flatMap(({ workload, what, figures }) =>
    figures.filter(isBeyondGate).map(({ name }) => `${workload}, ${what}: ${name}`),
  )
  if (values.gate && beyond.length > 0) throw new Problem(`beyond the gate:\n  ${beyond.join('\n  ')}`)
}

const linesOf = ({ workload, what, figures, sides = [], remark }: Row): string[][] => [
  ...figures.map((figure) => [`${workload}: ${what}`, figure.name, shown(figure), goalOf(figure), verdict(figure)]),
  ...sides.map(({ name, reference, ours, unit }) => [
    '',
    `  ${name}`,
    `L ${round(reference)} → ${round(ours)} ${unit}`,
    '',
    '',
  ]),
  ...(remark ? [['', `  (${remark})`, '', '', '']] : []),
]

const shown = ({ value, low, high, unit }: Figure) =>
  low === high ? `${round(value)} ${unit}` : `${round(value)} [${round(low)} … ${round(high)}] ${unit}`

const goalOf = ({ goal }: Figure) =>
  goal === undefined ? '' : 'atMost' in goal ? `≤ ${round(goal.atMost)}` : `≥ ${round(goal.atLeast)}`

/** Of full runs the last two are kept, and shown beside each other. */
function keep(startedAt: Date, pairs: number, rows: Row[]): void {
  const kept: Kept = existsSync(PERFORMANCE_FILE) ? JSON.parse(readFileSync(PERFORMANCE_FILE, 'utf8')) : { runs: [] }
  const { version } = createRequire(import.meta.url)('workerd/package.json') as { version: string }
  const run: Run = {
    at: startedAt.toISOString().slice(0, 16).replace('T', ' '),
    machine: `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}`,
    node: process.versions.node,
    workerd: version,
    pairs,
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    rows,
  }
  const next: Kept = { runs: [...kept.runs.slice(-1), run] }
  writeFileSync(PERFORMANCE_FILE, `${JSON.stringify(next, null, 1)}\n`)
  writePerformancePage(next)
}
