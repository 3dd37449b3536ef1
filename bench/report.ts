import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BUILD_DIR } from '../.tasks/paths.mjs'
import { Problem, say } from '../.tasks/say.mjs'
import { formatTable } from '../.tasks/table.mjs'
import { type Figure, isBeyondGate, type Row, verdict } from './result.ts'
import { runWorkloads } from './run.ts'

/** The bench from the command line: runs, prints, keeps the figures. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { quick: { type: 'boolean' }, gate: { type: 'boolean' }, only: { type: 'string', multiple: true } },
  })
  const rows = await runWorkloads(values.quick ?? false, values.only ?? [])
  say(`\n${formatTable(['workload', 'figure', 'measured', 'goal', ''], rows.flatMap(linesOf))}`)
  mkdirSync(BUILD_DIR, { recursive: true })
  writeFileSync(join(BUILD_DIR, 'bench.json'), JSON.stringify(rows, null, 2))
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

export const round = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString()
