import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from '../.tasks/paths.mjs'
import { Problem } from '../.tasks/say.mjs'
import { type Kept, type Run, rounded } from './kept-runs.ts'
import { plotOf } from './plots.ts'
import { type Figure, type Row, verdict } from './result.ts'

const PAGE = join(PROJECT, 'docs/performance.md')
const PLOTS = join(PROJECT, 'docs/performance')
const start = '<!-- measured: what follows is written by `npm run bench` -->'
const end = '<!-- end of what is measured -->'

/** Renews the measured part of docs/performance.md and its plots; what people wrote around it stays. */
export function writePerformancePage({ runs }: Kept): void {
  const page = readFileSync(PAGE, 'utf8')
  const [before, rest] = page.split(start)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Problem('docs/performance.md has lost its marks')
  writeFileSync(PAGE, `${before}${start}\n\n${measured(runs)}\n${end}${after}`)
  mkdirSync(PLOTS, { recursive: true })
  writeFileSync(join(PLOTS, 'cpu-per-message.svg'), cpuPlot(newestRows(runs)))
  writeFileSync(join(PLOTS, 'latency-against-rate.svg'), latencyPlot(newestRows(runs)))
}

/** Each row as it was measured last: a run may have left some out. */
function newestRows(runs: readonly Run[]): Row[] {
  const rows = new Map<string, Row>()
  for (const run of runs) for (const row of run.rows) rows.set(`${row.workload} ${row.what}`, row)
  return [...rows.values()]
}

function measured(runs: readonly Run[]): string {
  const about = runs.map(
    ({ at, machine, node, workerd, pairs = 15, seconds }, i) =>
      `- Run ${i + 1}: ${at} UTC, ${machine}, Node ${node}, workerd ${workerd}, ${pairs} pairs, ${Math.round(seconds / 60)} minutes.`,
  )
  const rows = newestRows(runs)
  return `${about.join('\n')}

### Goals

| workload | what | figure | goal | ${runs.map((_, i) => `run ${i + 1}`).join(' | ')} | |
|---|---|---|---|${runs.map(() => '---|').join('')}---|
${rows.flatMap((row) => row.figures.map((figure) => goalLine(row, figure, runs))).join('\n')}

### L and Yagura side by side (medians, as measured last)

| workload | what | | L | Yagura |
|---|---|---|---|---|
${rows.flatMap(sideLines).join('\n')}
`
}

function goalLine({ workload, what }: Row, figure: Figure, runs: readonly Run[]): string {
  const all = runs.map(({ rows }) =>
    rows
      .find((row) => row.workload === workload && row.what === what)
      ?.figures.find(({ name }) => name === figure.name),
  )
  const verdicts = all.flatMap((one) => (one ? [verdict(one)] : []))
  const said = (['missed', 'within noise', 'met'] as const).find((one) => verdicts.includes(one)) ?? ''
  return `| ${workload} | ${what} | ${figure.name} | ${goalOf(figure)} | ${all.map((one) => (one ? shown(one) : '–')).join(' | ')} | ${said === 'missed' ? '**missed**' : said} |`
}

const shown = ({ value, low, high, unit }: Figure) =>
  low === high ? `${rounded(value)} ${unit}` : `${rounded(value)} ${unit} (${rounded(low)} – ${rounded(high)})`

const goalOf = ({ goal }: Figure) =>
  goal === undefined ? '' : 'atMost' in goal ? `≤ ${rounded(goal.atMost)}` : `≥ ${rounded(goal.atLeast)}`

const sideLines = ({ workload, what, sides = [], remark }: Row): string[] =>
  sides.map(
    ({ name, unit, reference, ours }) =>
      `| ${workload} | ${what}${remark ? ` (${remark})` : ''} | ${name}${unit ? `, ${unit}` : ''} | ${rounded(reference)} | ${rounded(ours)} |`,
  )

const colours = { reference: '#7a7a80', ours: '#0055d4', p99: '#d9480f' }

/** CPU of one message against the members who hear it. */
function cpuPlot(rows: readonly Row[]): string {
  const points = rows.flatMap(({ workload, what, sides = [] }) => {
    const members = /^(\d+) members$/.exec(what)?.[1]
    const cpu = sides.find(({ name }) => name === 'CPU per delivery')
    return workload === 'one writer' && members && cpu ? [{ members: Number(members), cpu }] : []
  })
  const of = (whose: 'reference' | 'ours') =>
    points.map(({ members, cpu }): [number, number] => [members, cpu[whose] * members])
  return plotOf({
    title: 'CPU of one message against the members of its room',
    x: 'members with an open socket',
    y: 'µs of server CPU per message',
    isLog: true,
    series: [
      { name: 'L', colour: colours.reference, points: of('reference') },
      { name: 'Yagura', colour: colours.ours, points: of('ours') },
    ],
  })
}

/** How late the last of 580 members hears, against how often somebody writes. */
function latencyPlot(rows: readonly Row[]): string {
  const steps = rows.filter(({ workload }) => workload === 'latency against rate')
  const of = (name: string, whose: 'reference' | 'ours') =>
    steps.flatMap(({ sides = [] }): [number, number][] => {
      const rate = sides.find((side) => side.name === 'messages/s')?.[whose]
      const ms = sides.find((side) => side.name === name)?.[whose]
      return rate !== undefined && ms !== undefined ? [[rate, ms]] : []
    })
  return plotOf({
    title: 'When the last of 580 members has a message',
    x: 'messages a second',
    y: 'ms',
    isLog: false,
    series: [
      { name: 'L, p50', colour: colours.reference, points: of('last member p50', 'reference') },
      { name: 'Yagura, p50', colour: colours.ours, points: of('last member p50', 'ours') },
      { name: 'Yagura, p99', colour: colours.p99, points: of('last member p99', 'ours') },
    ],
  })
}
