import { join } from 'node:path'
import { PROJECT } from '../.tasks/paths.mjs'
import type { Row } from './result.ts'

/** The last full runs of the bench, as they were measured: docs/performance.json. */
export const PERFORMANCE_FILE = join(PROJECT, 'docs/performance.json')

export type Run = {
  at: string
  machine: string
  node: string
  workerd: string
  pairs?: number
  seconds: number
  rows: Row[]
}
export type Kept = { runs: Run[] }

/** One measured figure. @throws where the run has none of that name */
export function figureOf({ rows }: Run, workload: string, what: string, name: string): number {
  const row = rows.find((one) => one.workload === workload && one.what === what)
  const figure = row?.figures.find((one) => one.name === name)
  if (!figure) throw new Error(`no figure ${workload}, ${what}: ${name}`)
  return figure.value
}

/** Three digits that matter. */
export const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString()
