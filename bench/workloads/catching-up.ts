import { performance } from 'node:perf_hooks'
import { openMember, referenceFrame, socketUrl } from '../crowd.ts'
import { type Openings, openL, openProduct } from '../opening.ts'
import { cpuMsOf, memoryKibOf } from '../process-figures.ts'
import { clockRatio, counted, type Goal, type Row, ratio, side, timed } from '../result.ts'
import type { Minted } from '../town.ts'
import { type Bench, inPairs, type Workload } from '../workload.ts'

const members = 100
/** Revision of the rosters that the mint makes. */
const roster = 1

/** Someone was away, and asks with the upgrade for what was missed. */
export const catchUp: Workload = {
  name: 'catch-up',
  async run(bench) {
    const { town } = bench
    const entries = 10_050
    const minted = await town.mint({ members, entries })
    const head = entries + 1
    const one = await openProduct(town, minted, minted.roomId, `seq=${head - 1_000}&rev=0&roster=${roster}`, 1)
    const bytesPerEntry = Math.round(one.bytes / 1_000)
    await town.ask('reference', `/${minted.roomId}?count=${entries}`, referenceFrame(1, bytesPerEntry - 1))
    const rows: Row[] = []
    for (const [missed, goal] of [
      [50, { atMost: 1.15, reached: 1.8 }],
      [1_000, { atMost: 1.2, reached: 1.55 }],
    ] as const) {
      const times = missed === 50 ? 100 : 25
      const { reference, ours } = await inPairs(
        bench.pairs,
        () => openL(town, minted.roomId, entries - missed, times),
        () => openProduct(town, minted, minted.roomId, `seq=${head - missed}&rev=0&roster=${roster}`, times),
      )
      rows.push(openingRow('catch-up', `${missed} missed`, reference, ours, goal))
    }
    rows.push(await tailAndPages(bench, minted, head))
    return rows
  },
}

function openingRow(workload: string, what: string, reference: Openings[], ours: Openings[], goal: Goal): Row {
  const p50 = (all: Openings[]) => all.map(({ p50Ms }) => p50Ms)
  const cpu = (all: Openings[]) => all.map(({ cpuMs }) => cpuMs)
  const bytes = (all: Openings[]) => all.map((one) => one.bytes / 1000)
  return {
    workload,
    what,
    figures: [ratio('CPU', cpu(reference), cpu(ours), goal), clockRatio('p50', p50(reference), p50(ours), goal)],
    sides: [
      side('CPU', 'ms', cpu(reference), cpu(ours)),
      side('p50', 'ms', p50(reference), p50(ours)),
      side('first frame', 'kB', bytes(reference), bytes(ours)),
    ],
  }
}

/** Too much for one frame: the newest with the upgrade, the rest page by page over the same socket. */
async function tailAndPages({ town }: Bench, minted: Minted, head: number): Promise<Row> {
  const missed = 10_000
  const memoryBefore = memoryKibOf(town.pid)
  const startedAt = performance.now()
  const cpuBefore = cpuMsOf(town.pid)
  let first: { from: number; bytes: number } = { from: 0, bytes: 0 }
  const socket = await openMember(
    socketUrl(town.url, minted.roomId, `v=1&seq=${head - missed}&rev=0&roster=${roster}`),
    minted.tokens[0] ?? '',
    false,
    (payload) => {
      const { entries } = JSON.parse(payload.toString()) as { entries: { seq: number }[] }
      first = { from: entries[0]?.seq ?? 0, bytes: payload.length }
    },
  )
  const tailMs = performance.now() - startedAt
  let largest = first.bytes
  let from = first.from
  while (from > head - missed + 1) {
    const page = await new Promise<{ entries: { seq: number }[]; bytes: number }>((resolve) => {
      socket.onFrame = (payload) =>
        resolve({ ...(JSON.parse(payload.toString()) as { entries: { seq: number }[] }), bytes: payload.length })
      socket.send(JSON.stringify({ t: 'page', before: from, limit: Math.min(200, from - (head - missed + 1)) }))
    })
    from = page.entries[0]?.seq ?? 0
    largest = Math.max(largest, page.bytes)
  }
  socket.drop()
  return {
    workload: 'catch-up',
    what: '10,000 missed: the newest 100, then 50 pages',
    figures: [
      counted('newest there', 'ms', tailMs),
      counted('all there', 'ms', performance.now() - startedAt),
      counted('CPU', 'ms', cpuMsOf(town.pid) - cpuBefore),
      counted('largest frame', 'kB', largest / 1000, { atMost: 300 }),
      counted('more memory', 'MiB', Math.max(0, memoryKibOf(town.pid) - memoryBefore) / 1024, { atMost: 16 }),
    ],
  }
}

/** A room with a long history opens like one with a short one. */
export const openingRoom: Workload = {
  name: 'opening a room',
  async run(bench) {
    const { town } = bench
    const size = bench.isQuick ? 20_000 : 100_000
    const long = await town.mint({ members: 580, entries: size })
    const short = await town.mint({ members: 580, entries: 100 })
    // Everybody has read everything: what is measured is the length of the history, not what is unread of it.
    await openProduct(town, long, long.roomId, `seq=${size + 1}&rev=0&roster=1&read=${size + 1}`, long.tokens.length)
    await openProduct(town, short, short.roomId, 'seq=101&rev=0&roster=1&read=101', short.tokens.length)
    const kinds = [
      ['on a new phone', () => 'seq=0&rev=0&roster=0', 10],
      ['with nothing missed', (head: number) => `seq=${head}&rev=0&roster=${roster}`, 50],
    ] as const
    const rows: Row[] = []
    for (const [what, hello, times] of kinds) {
      const { reference, ours } = await inPairs(
        bench.pairs,
        () => openProduct(town, short, short.roomId, hello(101), times),
        () => openProduct(town, long, long.roomId, hello(size + 1), times),
      )
      const row = openingRow(
        'opening a room',
        `${size.toLocaleString('en')} entries against 100, ${what}`,
        reference,
        ours,
        { atMost: 1.1 },
      )
      const figures = row.figures.map((figure) => ({ ...figure, unit: '× short' }))
      const bytes = timed(
        'first frame',
        'kB',
        ours.map((one) => one.bytes / 1000),
        what === 'with nothing missed' ? { atMost: 6 } : undefined,
      )
      rows.push({ ...row, figures: [...figures, bytes] })
    }
    return rows
  },
}
