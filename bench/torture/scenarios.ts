import type { Scenario } from './scenario.ts'
import { killedWhileSending } from './scenarios/killed-while-sending.ts'

/** The catalogue, in the order in which it runs. */
export const scenarios: readonly Scenario[] = [
  {
    ids: ['R-01', 'R-02', 'R-20'],
    run: (rack) =>
      killedWhileSending(
        rack,
        rack.isShort
          ? { messages: 400, kills: 2, senders: 8, receivers: 16, rooms: 3 }
          : { messages: 10_000, kills: 50, senders: 20, receivers: 100, rooms: 5 },
      ),
  },
]
