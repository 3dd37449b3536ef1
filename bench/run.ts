import { performance } from 'node:perf_hooks'
import { say } from '../.tasks/say.mjs'
import type { Row } from './result.ts'
import { Town } from './town.ts'
import type { Bench, Workload } from './workload.ts'
import { catchUp, openingRoom } from './workloads/catching-up.ts'
import { herd } from './workloads/herd.ts'
import { lobby } from './workloads/lobby.ts'
import { readStorm, readTrickle, startLongTrickle } from './workloads/reads.ts'
import { rowsAndCalls } from './workloads/rows.ts'
import { manyRooms, waking } from './workloads/sleeping.ts'
import { latencyAgainstRate, oneWriter, sixteenWriters } from './workloads/writers.ts'

/** In the order of docs/performance.md; rows and many rooms have towns of their own. */
export const workloads: readonly Workload[] = [
  oneWriter,
  sixteenWriters,
  readStorm,
  readTrickle,
  catchUp,
  openingRoom,
  herd,
  waking,
  lobby,
  rowsAndCalls,
  manyRooms,
  latencyAgainstRate,
]

/** They wait most of their time, and the gate does without them. */
const fullOnly: readonly Workload[] = [readTrickle, waking, manyRooms, latencyAgainstRate]

/** `pairs`: turns of the reference and the product. */
type Wish = { isQuick: boolean; only: readonly string[]; pairs: number }

/** Runs the workloads whose names contain one of the words, all where there is none. */
export async function runWorkloads({ isQuick, only, pairs }: Wish): Promise<Row[]> {
  const isWanted = ({ name }: Workload) => only.length === 0 || only.some((word) => name.includes(word))
  const town = await Town.start()
  const bench: Bench = { town, isQuick, pairs, phaseMs: isQuick ? 600 : 2_000, say }
  const rows: Row[] = []
  try {
    const beside = !isQuick && isWanted(readTrickle) ? await startLongTrickle() : null
    for (const workload of workloads) {
      if (!isWanted(workload) || (isQuick && fullOnly.includes(workload))) continue
      const startedAt = performance.now()
      rows.push(...(await workload.run(bench)))
      say(`· ${workload.name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    }
    rows.push(...((await beside?.rows) ?? []))
  } finally {
    await town.end()
  }
  return rows
}
