import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_DIR } from '../../../.tasks/paths.mjs'

const file = join(BUILD_DIR, 'figures.json')

/** Tells what was measured, and writes it into `.build/figures.json` beside what was measured before. */
export function note(figures: Record<string, number | string>): void {
  const before: object = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  writeFileSync(file, `${JSON.stringify({ ...before, ...figures }, null, 2)}\n`)
  console.info(figures)
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] as number
}
