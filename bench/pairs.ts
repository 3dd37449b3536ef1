import { SeededRandom } from '../test/support/random.ts'

/** A median with the interval in which it lies nine times of ten. */
export type Estimate = { median: number; low: number; high: number }

const resamples = 2_000

/** Median and its 90 % interval, by the bootstrap (Efron 1979): percentiles of the medians of samples drawn from the sample. */
export function estimate(values: readonly number[], seed = 1): Estimate {
  const random = new SeededRandom(seed)
  const medians = Array.from({ length: resamples }, () =>
    median(values.map(() => values[random.below(values.length)] as number)),
  )
  return { median: median(values), low: quantile(medians, 0.05), high: quantile(medians, 0.95) }
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Linear between the nearest ranks; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}
