import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { ProductCrowd } from '../crowd.ts'
import { quantile } from '../pairs.ts'
import { Reading } from '../reading.ts'
import { counted, type Row, timed } from '../result.ts'
import { Town } from '../town.ts'
import type { Workload } from '../workload.ts'

const sheetsOpen = 10
/** Bytes of a read frame up: `{"t":"read","seq":123}`. */
const readBytes = 24

/** Everyone reads one message the moment it comes. */
export const readStorm: Workload = {
  name: 'read storm',
  async run(bench) {
    const rows: Row[] = []
    for (const members of bench.isQuick ? [33, 580] : [33, 580, 2_000]) {
      const crowd = await ProductCrowd.gather(bench.town, await bench.town.mint({ members }))
      const reading = new Reading(crowd)
      await storm(reading)
      const storms = []
      for (let i = 0; i < Math.max(3, Math.ceil(bench.pairs / 2)); i += 1) storms.push(await storm(reading))
      rows.push(stormRow(members, storms))
      rows.push(await withSheets(reading, members, storms))
      crowd.close()
    }
    return rows
  },
}

type Storm = { frames: number; bytes: number; authorMs: number; allMs: number; sheetsMs: number; sheetBytes: number }

/** Frames and bytes are those of reading alone: the message's own are not counted. */
async function storm(reading: Reading, watchers: readonly number[] = []): Promise<Storm> {
  const readers = reading.members - 1
  await reading.post((i) => i > 0 && watchers.length === 0 && reading.read(i))
  const before = reading.down()
  for (const i of watchers) reading.openSheet(i, reading.seq)
  if (watchers.length > 0) {
    await reading.until(() => watchers.every((i) => reading.sheets.has(i)))
    reading.lastDeliveryAt = performance.now()
  }
  const opened = reading.down(watchers)
  if (watchers.length > 0) for (let i = 1; i < reading.members; i += 1) reading.read(i)
  const all = reading.until(() => reading.shown.every((count) => count === readers)).then(() => performance.now())
  const author = reading.until(() => reading.shown[0] === readers).then(() => performance.now())
  const sheets = reading
    .until(() => watchers.every((i) => reading.sheets.get(i) === readers))
    .then(() => performance.now())
  const [allAt, authorAt, sheetsAt] = await Promise.all([all, author, sheets])
  const after = reading.down()
  for (const i of watchers) reading.openSheet(i, null)
  const base = reading.lastDeliveryAt
  return {
    frames: readers + after.frames - before.frames,
    bytes: readers * readBytes + after.bytes - before.bytes,
    authorMs: authorAt - base,
    allMs: allAt - base,
    sheetsMs: sheetsAt - base,
    sheetBytes: watchers.length === 0 ? 0 : (reading.down(watchers).bytes - opened.bytes) / watchers.length,
  }
}

function stormRow(members: number, storms: Storm[]): Row {
  const of = (name: keyof Storm) => storms.map((one) => one[name])
  return {
    workload: 'read storm',
    what: `${members} members`,
    figures: [
      timed('frames, both ways', `of ${2 * members}`, of('frames'), { atMost: 1.1 * 2 * members }),
      timed('bytes, both ways', 'kB', of('bytes').map(kilo), members === 580 ? { atMost: 130 } : undefined),
      timed('author right', 'ms', of('authorMs'), { atMost: 150 }),
      timed('everyone right', 'ms', of('allMs'), { atMost: 300 }),
    ],
  }
}

/** What ten open sheets add: their sockets' bytes beyond those of a member who only sees the count. */
async function withSheets(reading: Reading, members: number, plain: Storm[]): Promise<Row> {
  const watchers = Array.from({ length: sheetsOpen }, (_, i) => 1 + i)
  const storms = []
  for (let i = 0; i < Math.max(3, Math.ceil(plain.length / 2)); i += 1) storms.push(await storm(reading, watchers))
  const ofPlain = quantile(
    plain.map(({ bytes }) => bytes / members - readBytes),
    0.5,
  )
  return {
    workload: 'read storm',
    what: `${members} members, ten open sheets`,
    figures: [
      timed(
        'open sheets right',
        'ms',
        storms.map(({ sheetsMs }) => sheetsMs),
        { atMost: 150 },
      ),
      timed(
        'more for an open sheet',
        'kB',
        storms.map(({ sheetBytes }) => kilo(sheetBytes - ofPlain)),
        { atMost: 2 },
      ),
    ],
  }
}

/** Everyone reads one message, one after another. */
export const readTrickle: Workload = {
  name: 'read trickle',
  async run(bench) {
    const wishes = [33, 580].map((members) => ({ members, overS: 60 }))
    const crowds = await crowdsOf(bench.town, wishes)
    // Side by side: they wait nearly all of their time.
    return Promise.all(wishes.map((wish, i) => trickle(crowds[i] as ProductCrowd, wish)))
  },
}

/**
 * The same over ten minutes, beside all other workloads and in a town of its own: it waits nearly all of its time. Resolves when it is under way, with
 * its rows to come.
 */
export async function startLongTrickle(): Promise<{ rows: Promise<Row[]> }> {
  const wishes = [33, 580].map((members) => ({ members, overS: 600 }))
  const town = await Town.start()
  const crowds = await crowdsOf(town, wishes)
  const rows = Promise.all(wishes.map((wish, i) => trickle(crowds[i] as ProductCrowd, wish)))
  return { rows: rows.finally(() => town.end()) }
}

type Trickle = { members: number; overS: number }

async function crowdsOf(town: Town, wishes: readonly Trickle[]): Promise<ProductCrowd[]> {
  const crowds: ProductCrowd[] = []
  for (const { members } of wishes) crowds.push(await ProductCrowd.gather(town, await town.mint({ members })))
  return crowds
}

async function trickle(crowd: ProductCrowd, { members, overS }: Trickle): Promise<Row> {
  const reading = new Reading(crowd)
  await reading.post()
  const before = reading.down()
  const readers = members - 1
  const latencies: number[] = []
  const startedAt = performance.now()
  for (let i = 1; i <= readers; i += 1) {
    await pause(Math.max(0, startedAt + (overS * 1000 * (i - 1)) / readers - performance.now()))
    const sentAt = performance.now()
    reading.read(i)
    void reading.until(() => (reading.shown[0] ?? 0) >= i).then(() => latencies.push(performance.now() - sentAt))
  }
  await reading.until(() => reading.shown.every((count) => count === readers))
  await pause(0)
  const { frames } = reading.down()
  crowd.close()
  return {
    workload: 'read trickle',
    what: `${members} members over ${overS} s`,
    figures: [
      counted('frames down per member', '', (frames - before.frames) / members, { atMost: 25 }),
      counted('author right, the latest', 'ms', Math.max(...latencies), { atMost: 300 }),
    ],
  }
}

const kilo = (bytes: number) => bytes / 1000
