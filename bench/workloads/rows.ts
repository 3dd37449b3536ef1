import type { Count } from '../count.ts'
import { asMember, newKey, openMember, ProductCrowd, postFrame, socketUrl } from '../crowd.ts'
import { openProduct } from '../opening.ts'
import { talk } from '../phase.ts'
import { Reading } from '../reading.ts'
import { counted, type Row } from '../result.ts'
import { type Minted, Town } from '../town.ts'
import type { Workload } from '../workload.ts'

/** Rows and calls, as the runtime counts them for the bill, in a town whose rooms and lobbies carry a meter. */
export const rowsAndCalls: Workload = {
  name: 'rows and calls',
  async run({ isQuick }) {
    const town = await Town.start({ isCounted: true })
    try {
      const rows: Row[] = []
      for (const members of isQuick ? [33, 580] : [33, 580, 2_000]) rows.push(await messagesAndReads(town, members))
      rows.push(...(await catchUps(town)))
      rows.push(await lobbyCalls(town))
      return rows
    } finally {
      await town.end()
    }
  },
}

const takeRoom = (town: Town, roomId: string) => take(town, { room: roomId })

async function take(town: Town, meter: { room: string } | { lobby: string }): Promise<Count> {
  return (await town.ask('mint', '/count', JSON.stringify(meter))).json() as Promise<Count>
}

async function messagesAndReads(town: Town, members: number): Promise<Row> {
  const minted = await town.mint({ members })
  const crowd = await ProductCrowd.gather(town, minted)
  await takeRoom(town, minted.roomId)
  const { messages } = await talk(crowd, { pid: town.pid, forMs: 500, writers: 1 })
  const talked = await takeRoom(town, minted.roomId)
  const together = await talk(crowd, { pid: town.pid, forMs: 500, writers: 16 })
  const talkedTogether = await takeRoom(town, minted.roomId)
  const reading = new Reading(crowd)
  await reading.post()
  await takeRoom(town, minted.roomId)
  for (let i = 1; i < members; i += 1) reading.read(i)
  await reading.until(() => reading.shown.every((count) => count === members - 1))
  const read = await takeRoom(town, minted.roomId)
  crowd.close()
  return {
    workload: 'rows',
    what: `${members} members`,
    figures: [
      counted('written per message, one writer', '', talked.rowsWritten / messages, { atMost: 2.5 }),
      counted('written per message, 16 writers', '', talkedTogether.rowsWritten / together.messages, { atMost: 2.5 }),
      counted('written by a read storm', '', read.rowsWritten, { atMost: 4 }),
    ],
  }
}

async function catchUps(town: Town): Promise<Row[]> {
  const entries = 10_050
  const minted = await town.mint({ members: 100, entries })
  const head = entries + 1
  // The first opening after it was made wakes the room; what is counted is the catch-up alone.
  await openProduct(town, minted, minted.roomId, `seq=${head}&rev=0&roster=1`, 1)
  const rows: Row[] = []
  for (const missed of [0, 50, 1_000]) {
    await takeRoom(town, minted.roomId)
    await openProduct(town, minted, minted.roomId, `seq=${head - missed}&rev=0&roster=1`, 1)
    rows.push(catchUpRow(missed, 1, await takeRoom(town, minted.roomId)))
  }
  await takeRoom(town, minted.roomId)
  await pages(town, minted, head, 10_000)
  rows.push(catchUpRow(10_000, 51, await takeRoom(town, minted.roomId)))
  return rows
}

/** Three rows more than what was missed for each frame that brings it. */
const catchUpRow = (missed: number, frames: number, { rowsRead, rowsWritten }: Count): Row => ({
  workload: 'rows',
  what: `catch-up, ${missed.toLocaleString('en')} missed`,
  figures: [
    counted('read', '', rowsRead, { atMost: missed + 3 * frames }),
    counted('written', '', rowsWritten, { atMost: 0 }),
  ],
})

/** The newest with the upgrade, the rest page by page. */
async function pages(town: Town, minted: Minted, head: number, missed: number): Promise<void> {
  let from = 0
  const first = head - missed + 1
  const hear = (payload: Buffer) => {
    const { entries } = JSON.parse(payload.toString()) as { entries: { seq: number }[] }
    from = entries[0]?.seq ?? 0
  }
  const url = socketUrl(town.url, minted.roomId, `v=1&seq=${first - 1}&rev=0&roster=1&read=${head}`)
  const socket = await openMember(url, minted.tokens[0] ?? '', false, hear)
  while (from > first) {
    await new Promise<void>((resolve) => {
      socket.onFrame = (payload) => {
        if (!payload.includes('"page"')) return
        hear(payload)
        resolve()
      }
      socket.send(JSON.stringify({ t: 'page', before: from, limit: Math.min(200, from - first) }))
    })
  }
  socket.drop()
}

/** One message in each of sixty rooms at once. */
async function lobbyCalls(town: Town): Promise<Row> {
  const [rooms, perRoom] = [60, 20]
  const minted = await town.mint({ members: 200, rooms, perRoom })
  const writers = await Promise.all(
    minted.roomIds.map((id, n) => openMember(socketUrl(town.url, id), minted.tokens[(n * perRoom) % 200] ?? '')),
  )
  const lobby = { lobby: minted.organizationId }
  const heads = await settledHeads(town, minted, 1)
  await take(town, lobby)
  for (const writer of writers) writer.send(postFrame(newKey()))
  await settledHeads(town, minted, heads + 1)
  const count = await take(town, lobby)
  for (const writer of writers) writer.drop()
  return {
    workload: 'rows',
    what: `lobby, a message in each of ${rooms} rooms`,
    figures: [
      counted('calls from rooms', '', count.calls, { atMost: rooms + 4 }),
      counted('rows written by the lobby', '', count.rowsWritten, { atMost: rooms + 4 }),
    ],
  }
}

/** Waits until the lobby knows head `head` of every room; answers it. */
async function settledHeads(town: Town, minted: Minted, head: number): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const lists = await Promise.all(
      minted.tokens.filter((_, i) => i % 20 === 0).map((bearer) => roomsOf(town, minted.organizationId, bearer)),
    )
    if (lists.flat().length >= minted.roomIds.length && lists.flat().every((room) => room.head >= head)) return head
  }
  throw new Error(`the lobby never knew head ${head}`)
}

async function roomsOf(town: Town, organizationId: string, token: string): Promise<{ head: number }[]> {
  const response = await fetch(`${town.url}/api/organizations/${organizationId}/rooms?v=1`, {
    headers: asMember(token),
  })
  return ((await response.json()) as { rooms: { head: number }[] }).rooms
}
