import type { Scenario } from './scenario.ts'
import { answerCutOff } from './scenarios/answer-cut-off.ts'
import { dayAway } from './scenarios/day-away.ts'
import { flooding } from './scenarios/flooding.ts'
import { halfOpen } from './scenarios/half-open.ts'
import { type KillWish, killedWhileSending } from './scenarios/killed-while-sending.ts'
import { readingTogether } from './scenarios/reading-together.ts'
import { sentTwice } from './scenarios/sent-twice.ts'
import { shownOut } from './scenarios/shown-out.ts'
import { strangeJson } from './scenarios/strange-json.ts'
import { versionSkew } from './scenarios/version-skew.ts'
import { wholeCorps } from './scenarios/whole-corps.ts'
import { wrongClocks } from './scenarios/wrong-clocks.ts'
import { keptSeeds } from './seeds.ts'

/** Killing needs ids of its own where a part of the storage is away. */
const killing = (suffix: string, short: KillWish, long: KillWish): Scenario => ({
  ids: ['R-01', 'R-02', 'R-20'].map((id) => `${id}${suffix}`),
  ...(suffix === '' ? {} : { isBeside: 'when-short' as const }),
  run: (rack) => killedWhileSending(rack, { ...(rack.isShort ? short : long), name: suffix }),
})

const few = { messages: 100, kills: 1, senders: 5, receivers: 6, rooms: 2 }
const some = { messages: 2_000, kills: 10, senders: 20, receivers: 40, rooms: 5 }

/** Small, since the seed is what matters, and in both passes. */
const again = keptSeeds.map(({ seed }) => ({ ...killing(` seed ${seed}`, few, few), seed }))

/** The catalogue, in the order in which it runs. */
export const scenarios: readonly Scenario[] = [
  killing(
    '',
    { messages: 300, kills: 2, senders: 8, receivers: 12, rooms: 3 },
    { messages: 10_000, kills: 50, senders: 20, receivers: 100, rooms: 5 },
  ),
  killing(' without D1', { ...few, without: 'd1' }, { ...some, without: 'd1' }),
  killing(' without R2', { ...few, without: 'r2' }, { ...some, without: 'r2' }),
  ...again,
  { ids: ['R-03'], isBeside: 'when-short', run: sentTwice },
  { ids: ['R-04'], isBeside: 'when-short', run: answerCutOff },
  { ids: ['R-05'], isBeside: 'always', run: halfOpen },
  { ids: ['R-06'], run: dayAway },
  { ids: ['R-10', 'R-11'], run: wholeCorps },
  { ids: ['R-12'], run: wrongClocks },
  { ids: ['R-14'], run: readingTogether },
  { ids: ['R-16 newer Worker', 'R-16 other phones'], isBeside: 'when-short', run: versionSkew },
  { ids: ['S-04'], run: shownOut },
  { ids: ['S-18'], run: strangeJson },
  // By the clock, so when no town is killed beside it any more.
  { ids: ['S-17'], run: flooding },
]
