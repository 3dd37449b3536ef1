import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { emptyTimeline, foldMark, foldUpdate, foldWelcome, type Timeline } from '../../core/timeline.ts'
import type { ClientMessage } from '../../protocol/client-message.ts'
import { reactionCodes } from '../../protocol/entry.ts'
import type { ServerMessage } from '../../protocol/server-message.ts'
import { clientId, id } from '../support/builders.ts'
import { SeededRandom } from '../support/random.ts'
import { aRealRoom } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

/** So many that nobody comes near the limits for messages and frames, which a room forgets with its memory. */
const names = Array.from({ length: 20 }, (_, i) => `p${i}`)
const frames = 500
const seed = 20_261_124
/** Cloudflare Durable Objects limits, 2026: 16,384 bytes for the attachment of a hibernating socket. */
const mostAttachmentBytes = 16_384

/** Anything that people do, also what is refused: the same at every run. */
function aDay(): { who: number; message: ClientMessage }[] {
  const random = new SeededRandom(seed)
  const own: number[][] = names.map(() => [])
  let head = 1
  return Array.from({ length: frames }, (_, n) => {
    const who = random.below(names.length)
    const target = random.below(3) === 0 ? 1 + random.below(head) : (own[who]?.at(-1) ?? 1)
    const command = { id: clientId(n), target }
    const message = ((): ClientMessage => {
      switch (random.below(8)) {
        case 0:
        case 1:
        case 2:
          return { t: 'post', id: clientId(n), text: `${n} 番目の報告`, mentions: [1 + random.below(names.length)] }
        case 3:
          return { t: 'correct', ...command, text: `${n} 番目で訂正` }
        case 4:
          return random.below(4) === 0 ? { t: 'retract', ...command } : { t: 'pin', ...command, pinned: n % 3 > 0 }
        case 5:
          return { t: 'react', ...command, code: random.pick([...reactionCodes, null]) }
        case 6:
          return { t: 'sheet', seq: random.below(2) === 0 ? null : target }
        default:
          return { t: 'read', seq: 1 + random.below(head) }
      }
    })()
    if (message.t === 'post') {
      head += 1 // at least so far: corrections and retractions come on top
      own[who]?.push(head)
    }
    return { who, message }
  })
}

/** Times and revs differ from run to run: how pointers share a window, and so a rev, is a matter of time. */
const comparable = (timeline: Timeline) => ({
  entries: [...timeline.entries.values()].map(({ storedAt: _, ...entry }) => entry),
  marks: [...timeline.marks]
    .flatMap(([seq, marks]) => marks.map(({ kind, no, value, by }) => `${seq} ${kind} ${no} ${value} ${by}`))
    .sort(),
})

async function play(isEvicting: boolean) {
  const { stub } = await aRealRoom(names)
  const clients = await Promise.all(names.map((name) => SocketClient.open(stub, name)))
  const shown = names.map(() => ({ timeline: emptyTimeline(), answers: [] as unknown[] }))
  const take = (i: number, frame: ServerMessage) => {
    const { timeline, answers } = shown[i]!
    if (frame.t === 'welcome') foldWelcome(timeline, frame)
    if (frame.t !== 'update') return
    expect(foldUpdate(timeline, frame)).toBe(true)
    for (const mark of frame.marks ?? []) foldMark(timeline, mark)
    // A mark's rev is a matter of time, whether it was taken is not.
    answers.push(...(frame.answers ?? []).map((answer) => ('rev' in answer ? { id: answer.id } : answer)))
  }
  const attachments: number[] = []
  for (const { who, message } of aDay()) {
    clients[who]!.send(message)
    for (const frame of await clients[who]!.drain()) take(who, frame as ServerMessage)
    if (!isEvicting) continue
    await evictDurableObject(stub)
    attachments.push(
      ...(await runInDurableObject(stub, (_room, ctx) =>
        ctx.getWebSockets().map((ws) => JSON.stringify(ws.deserializeAttachment()).length),
      )),
    )
  }
  // Claims wait for a window and its acknowledgement; the second one comes after all that was claimed before is stored.
  for (let round = 0; round < 2; round += 1) {
    for (const client of clients) client.send({ t: 'read', seq: 1 })
    for (const i of names.keys()) {
      for (let isAcknowledged = false; !isAcknowledged; ) {
        const frame = (await clients[i]!.next()) as ServerMessage
        take(i, frame)
        isAcknowledged = frame.t === 'update' && frame.pointer !== undefined
      }
    }
  }
  for (const i of names.keys()) for (const frame of await clients[i]!.drain()) take(i, frame as ServerMessage)
  const fresh = await Promise.all(
    names.map((name) =>
      stub.sync({ accountId: id(name), deviceId: id('new') }, { version: 1, seq: 0, rev: 0, roster: 0 }),
    ),
  )
  const reloaded = emptyTimeline()
  const own = fresh.map((answer) => {
    const { pointer, unread, mentions, head, reads, ...welcome } = answer.ok ? answer.value : expect.unreachable()
    if (welcome.me === 1) foldWelcome(reloaded, { ...welcome, head, reads, pointer, unread, mentions })
    return { pointer, unread, mentions, head, reads }
  })
  return {
    shown: shown.map(({ timeline, answers }) => ({ ...comparable(timeline), answers })),
    own,
    attachments,
    reloaded: comparable(reloaded),
  }
}

test(`[CU8] [CU9] ${frames} frames of 20 people, with an eviction between any two, are shown, answered and counted as without (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const { attachments: none, ...plain } = await play(false)
  expect(none).toEqual([])
  expect(plain.shown[0]?.entries.length).toBeGreaterThan(150)
  const { attachments, ...evicted } = await play(true)
  expect(evicted).toEqual(plain)
  expect(attachments).toHaveLength(frames * names.length)
  expect(Math.max(...attachments)).toBeLessThanOrEqual(mostAttachmentBytes)
  // What everyone shows is one and the same, and so is what a new device is served.
  for (const { entries } of plain.shown) expect(entries).toEqual(plain.shown[0]?.entries)
  const bySeq = new Map(plain.shown[0]?.entries.map((entry) => [entry.seq, entry]))
  expect(plain.reloaded.entries).toEqual(plain.reloaded.entries.map(({ seq }) => bySeq.get(seq)))
})
