import { ProductCrowd, ReferenceCrowd } from '../crowd.ts'
import { median } from '../pairs.ts'
import { type Phase, talk } from '../phase.ts'
import { clockRatio, difference, type Row, ratio, side } from '../result.ts'
import { type Bench, inPairs, type Workload } from '../workload.ts'

type Goals = { cpu: number; rate: number }

/** Above this share of a core the load, and not the server, sets the rate. */
const loadLimit = 0.88

/** One writes, all hear: the next message when the last member has the one before. */
export const oneWriter: Workload = {
  name: 'one writer',
  async run(bench) {
    const rows: Row[] = []
    const sizes: [number, Goals][] = [
      [33, { cpu: 1.1, rate: 0.9 }],
      [580, { cpu: 1.1, rate: 0.95 }],
      [2_000, { cpu: 1.1, rate: 0.9 }],
    ]
    for (const [members, goals] of bench.isQuick ? sizes.slice(0, 2) : sizes) {
      const { reference, ours } = await measure(bench, { members, writers: 1 })
      rows.push({ ...oneWriterRow(reference, ours, goals), what: `${members} members` })
      if (members === 2_000 || bench.isQuick) continue
      const fewer = { ...bench, pairs: Math.min(bench.pairs, 5) }
      const compressed = await measure(fewer, { members, writers: 1, deflate: true })
      rows.push({
        ...oneWriterRow(compressed.reference, compressed.ours),
        what: `${members} members that offer deflate`,
      })
      const fronted = await measure(fewer, { members, writers: 1, isThroughFront: true })
      rows.push({
        ...oneWriterRow(fronted.reference, fronted.ours),
        what: `${members} members, Yagura behind miniflare's Workers for assets`,
      })
    }
    return rows
  },
}

/** Sixteen at once, each with one message on its way. */
export const sixteenWriters: Workload = {
  name: '16 writers at once',
  async run(bench) {
    const members = 580
    const { reference, ours } = await measure(bench, { members, writers: 16 })
    const figures = [
      clockRatio('deliveries/s', rates(reference), rates(ours), { atLeast: 6, reached: 3.5 }),
      clockRatio('last member p50', p50s(reference), p50s(ours), { atMost: 0.25, reached: 0.34 }),
      ratio('CPU per delivery', cpus(reference), cpus(ours), { atMost: 0.3 }),
    ]
    const row: Row = {
      workload: '16 writers at once',
      what: '580 members',
      figures,
      sides: sidesOf(reference, ours),
      ...remarkOf(reference, ours),
    }
    if (bench.isQuick) return [row]
    const lone = await measure(bench, { members, writers: 1, everyMs: 150 })
    const later = difference('a lone message later', 'ms', p50s(lone.reference), p50s(lone.ours), { atMost: 1 })
    return [
      row,
      {
        workload: 'a lone message',
        what: '580 members, one message in 150 ms',
        figures: [later],
        sides: sidesOf(lone.reference, lone.ours),
      },
    ]
  },
}

/** How late the last one hears, at more and more messages a second of one writer. */
export const latencyAgainstRate: Workload = {
  name: 'latency against rate',
  async run(bench) {
    const rows: Row[] = []
    for (const everyMs of [200, 100, 50, 25, 10]) {
      const { reference, ours } = await measure({ ...bench, pairs: 5 }, { members: 580, writers: 1, everyMs })
      const perSecond = (phases: Phase[]) => rates(phases).map((rate) => rate / 580)
      rows.push({
        workload: 'latency against rate',
        what: `580 members, a message ${everyMs} ms after the last one was there`,
        figures: [],
        sides: [side('messages/s', '', perSecond(reference), perSecond(ours)), ...sidesOf(reference, ours)],
      })
    }
    return rows
  },
}

type Wish = { members: number; writers: number; everyMs?: number; deflate?: boolean; isThroughFront?: boolean }

async function measure(bench: Bench, wish: Wish) {
  const { members, writers, everyMs = 0, deflate = false, isThroughFront = false } = wish
  const { town } = bench
  const minted = await town.mint({ members })
  const frameBytes = await frameSize(bench)
  const ours = await ProductCrowd.gather(town, minted, { deflate, isThroughFront })
  const reference = await ReferenceCrowd.gather(town, { room: minted.roomId, members, frameBytes, deflate })
  const phase = { pid: town.pid, forMs: bench.phaseMs, writers, everyMs, isBlind: deflate }
  const measured = await inPairs(
    bench.pairs,
    () => talk(reference, phase),
    () => talk(ours, phase),
  )
  ours.close()
  reference.close()
  return measured
}

/** Bytes of a frame of the product with one message of the load. */
async function frameSize({ town }: Bench): Promise<number> {
  const two = await ProductCrowd.gather(town, await town.mint({ members: 2 }))
  await talk(two, { pid: town.pid, forMs: 50, writers: 1 })
  const listener = two.sockets[1]
  const before = { frames: listener?.frames ?? 0, bytes: listener?.bytes ?? 0 }
  await talk(two, { pid: town.pid, forMs: 50, writers: 1 })
  two.close()
  return Math.round(((listener?.bytes ?? 0) - before.bytes) / ((listener?.frames ?? 0) - before.frames))
}

function oneWriterRow(reference: Phase[], ours: Phase[], goals?: Goals): Row {
  const most = (atMost: number) => (goals ? { atMost } : undefined)
  return {
    workload: 'one writer',
    what: '',
    figures: [
      ratio('CPU per delivery', cpus(reference), cpus(ours), most(goals?.cpu ?? 0)),
      clockRatio('deliveries/s', rates(reference), rates(ours), goals && { atLeast: goals.rate }),
      clockRatio('last member p50', p50s(reference), p50s(ours), most(1.1)),
      clockRatio('last member p99', p99s(reference), p99s(ours), most(1.25)),
    ],
    sides: sidesOf(reference, ours),
    ...remarkOf(reference, ours),
  }
}

const sidesOf = (reference: Phase[], ours: Phase[]) => [
  side('CPU per delivery', 'µs', cpus(reference), cpus(ours)),
  side('deliveries/s', '/s', rates(reference), rates(ours)),
  side('last member p50', 'ms', p50s(reference), p50s(ours)),
  side('last member p99', 'ms', p99s(reference), p99s(ours)),
  side("load's own share of a core", '', shares(reference), shares(ours)),
]

function remarkOf(reference: Phase[], ours: Phase[]): Pick<Row, 'remark'> {
  const limited = [median(shares(reference)), median(shares(ours))].some((share) => share > loadLimit)
  return limited ? { remark: 'the load is the limit of the rate' } : {}
}

const cpus = (phases: Phase[]) => phases.map((phase) => phase.cpuUsPerDelivery)
const rates = (phases: Phase[]) => phases.map((phase) => phase.deliveriesPerSecond)
const p50s = (phases: Phase[]) => phases.map((phase) => phase.lastP50Ms)
const p99s = (phases: Phase[]) => phases.map((phase) => phase.lastP99Ms)
const shares = (phases: Phase[]) => phases.map((phase) => phase.loadShare)
