import type { SeededRandom } from '../../test/support/random.ts'
import type { OpenTown } from './open-town.ts'

/** What a scenario gets. */
export type Rack = {
  /** The pass of `npm test`: smaller numbers, the same claims. */
  isShort: boolean
  seed: number
  /** A source of its own for each scenario, from the seed and its name. */
  random: SeededRandom
  /** The town that scenarios share which kill nothing. Started when first asked for. */
  town: () => Promise<OpenTown>
  /** For people who watch. */
  note: (line: string) => void
}

/** One measured or counted thing; `bar` is what it must not miss. */
export type Figure = { what: string; value: string; bar?: string }

/** What became of one entry of the catalogue: passed when there are no faults. */
export type Finding = { id: string; title: string; figures: Figure[]; faults: string[] }

export type Scenario = {
  /** The entries of the catalogue that it answers. */
  ids: readonly string[]
  /** always: mostly waits, and runs beside the others. when-short: does in the short pass, where time is short too. */
  isBeside?: 'always' | 'when-short'
  /** Runs from this seed whatever the run's own is: one that has found something. */
  seed?: number
  run: (rack: Rack) => Promise<Finding[]>
}

/** Counts what holds; a scenario keeps its faults here. */
export class Faults {
  readonly list: string[] = []

  check(holds: boolean, otherwise: string): void {
    if (!holds) this.list.push(otherwise)
  }

  /** Runs a part; what it throws is a fault and the next part still runs. */
  async during(what: string, part: () => Promise<void>): Promise<void> {
    try {
      await part()
    } catch (error) {
      this.list.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
