import type { Row } from './result.ts'
import type { Town } from './town.ts'

/** What every workload is given. */
export type Bench = {
  town: Town
  /** A short run: fewer pairs, shorter phases, smaller crowds. */
  isQuick: boolean
  pairs: number
  phaseMs: number
  say: (line: string) => void
}

export type Workload = { name: string; run: (bench: Bench) => Promise<Row[]> }

/** Runs the reference and the product in turns, the one before the other every second time; both once more beforehand, unmeasured. */
export async function inPairs<T>(
  pairs: number,
  reference: () => Promise<T>,
  ours: () => Promise<T>,
): Promise<{ reference: T[]; ours: T[] }> {
  const measured = { reference: [] as T[], ours: [] as T[] }
  await reference()
  await ours()
  for (let i = 0; i < pairs; i += 1) {
    if (i % 2 === 0) measured.reference.push(await reference())
    measured.ours.push(await ours())
    if (i % 2 === 1) measured.reference.push(await reference())
  }
  return measured
}
