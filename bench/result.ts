import { type Estimate, estimate, median } from './pairs.ts'

/** A goal and how it was met: a ratio to L in the same run, or a count of its own. */
export type Figure = {
  name: string
  value: number
  /** Nine times of ten it lies within; the value itself where it was counted and not timed. */
  low: number
  high: number
  goal?: Goal
  unit: string
  /** By the clock, which the machine's other work moves far more than CPU and counts. */
  isClock?: true
}

/**
 * `reached`: of a goal that is missed and known to be (docs/performance.md says why): the gate holds on to what was reached.
 */
export type Goal = { reached?: number } & ({ atMost: number } | { atLeast: number })

export type Row = {
  workload: string
  /** What was varied: 「580 members」. */
  what: string
  figures: Figure[]
  /** L and the product side by side, where they were measured against each other. */
  sides?: { name: string; reference: number; ours: number; unit: string }[]
  /** Something a reader must know of this row, as that the load was its limit. */
  remark?: string
}

/** A ratio of what a clock measured. */
export const clockRatio = (...measured: Parameters<typeof ratio>): Figure => ({ ...ratio(...measured), isClock: true })

export const ratio = (name: string, reference: readonly number[], ours: readonly number[], goal?: Goal): Figure => {
  const { median: value, low, high }: Estimate = estimate(ours.map((one, i) => one / (reference[i] as number)))
  return { name, value, low, high, unit: '× L', ...(goal ? { goal } : {}) }
}

/** How much more than the reference, in the unit of both. */
export const difference = (
  name: string,
  unit: string,
  reference: readonly number[],
  ours: readonly number[],
  goal?: Goal,
): Figure => {
  const { median: value, low, high } = estimate(ours.map((one, i) => one - (reference[i] as number)))
  return { name, value, low, high, unit, ...clocked(unit), ...(goal ? { goal } : {}) }
}

export const timed = (name: string, unit: string, values: readonly number[], goal?: Goal): Figure => {
  const { median: value, low, high } = estimate(values)
  return { name, value, low, high, unit, ...clocked(unit), ...(goal ? { goal } : {}) }
}

export const counted = (name: string, unit: string, value: number, goal?: Goal): Figure => ({
  name,
  value,
  low: value,
  high: value,
  unit,
  ...clocked(unit),
  ...(goal ? { goal } : {}),
})

const clocked = (unit: string): { isClock?: true } => (unit === 'ms' ? { isClock: true } : {})

export const side = (name: string, unit: string, reference: readonly number[], ours: readonly number[]) => ({
  name,
  unit,
  reference: median(reference),
  ours: median(ours),
})

/** A goal is missed only where the whole interval is beyond it. */
export type Verdict = 'met' | 'within noise' | 'missed' | 'no goal'

export function verdict({ value, low, high, goal }: Figure): Verdict {
  if (!goal) return 'no goal'
  if ('atMost' in goal) return value <= goal.atMost ? 'met' : low <= goal.atMost ? 'within noise' : 'missed'
  return value >= goal.atLeast ? 'met' : high >= goal.atLeast ? 'within noise' : 'missed'
}

/** What the gate of CI allows beyond a goal: other work on the same machine moves figures by so much. CPU and counts decide; clocks only tell of what is far out. */
const gateFactor = { counted: 1.25, clock: 2.5 }

/** Whether a figure is so far beyond its goal, or beyond what was reached of it, that the machine's other work cannot be the reason. */
export function isBeyondGate({ low, high, goal, isClock }: Figure): boolean {
  if (!goal) return false
  const factor = isClock ? gateFactor.clock : gateFactor.counted
  return 'atMost' in goal
    ? low > (goal.reached ?? goal.atMost) * factor
    : high < (goal.reached ?? goal.atLeast) / factor
}
