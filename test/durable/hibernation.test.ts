import { evictDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import type { ClientMessage } from '../../protocol/client-message.ts'
import type { Update } from '../../protocol/server-message.ts'
import { clientId } from '../support/builders.ts'
import { aRealRoom } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

/** One day of two people, as frames up. */
const script: { who: 0 | 1; message: ClientMessage }[] = [
  { who: 0, message: { t: 'post', id: clientId(1), text: '集合は7時、詰所' } },
  { who: 1, message: { t: 'read', seq: 2 } },
  { who: 1, message: { t: 'react', id: clientId(2), target: 2, code: 'roger' } },
  { who: 0, message: { t: 'sheet', seq: 2 } },
  { who: 0, message: { t: 'correct', id: clientId(3), target: 2, text: '集合は8時、公民館' } },
  { who: 1, message: { t: 'post', id: clientId(4), text: '承知しました', replyTo: 2 } },
  { who: 1, message: { t: 'post', id: clientId(4), text: '承知しました', replyTo: 2 } },
  { who: 1, message: { t: 'read', seq: 4 } },
  { who: 0, message: { t: 'pin', id: clientId(5), target: 2, pinned: true } },
  { who: 1, message: { t: 'post', id: clientId(6), text: '誤って送りました' } },
  { who: 1, message: { t: 'retract', id: clientId(7), target: 5 } },
  { who: 0, message: { t: 'read', seq: 6 } },
  { who: 0, message: { t: 'sheet', seq: null } },
]

/** What a client shows after all frames, whatever they were joined into. */
function folded(updates: Update[]) {
  const shown = {
    entries: [] as unknown[],
    marks: [] as unknown[],
    answers: [] as unknown[],
    pointer: 0,
    counts: {} as Record<number, number>,
    sheet: '',
  }
  for (const { entries, marks, answers, pointer, reads, sheet } of updates) {
    shown.entries.push(...(entries ?? []).map(({ storedAt: _, ...entry }) => entry))
    shown.marks.push(...(marks ?? []).map(({ at: _, ...mark }) => mark))
    shown.answers.push(...(answers ?? []))
    shown.pointer = Math.max(shown.pointer, pointer ?? 0)
    reads?.counts.forEach((count, i) => {
      shown.counts[reads.from + i] = count
    })
    if (sheet) shown.sheet = `${sheet.read} ${sheet.stale ?? ''}`
  }
  return shown
}

async function play(isEvicting: boolean) {
  const { stub } = await aRealRoom(['ami', 'ben'])
  const clients = [await SocketClient.open(stub, 'ami'), await SocketClient.open(stub, 'ben')] as const
  const heard: Update[][] = [[], []]
  const listen = async () => {
    for (const i of [0, 1] as const)
      for (const frame of await clients[i].drain()) if (frame.t === 'update') heard[i]?.push(frame)
  }
  for (const { who, message } of script) {
    clients[who].send(message)
    // What is gathered with others' for a moment is not stored yet: only an answer says that it is.
    for (let isAnswered = !('id' in message); !isAnswered; ) {
      const update = await clients[who].update()
      heard[who]?.push(update)
      isAnswered = update.answers !== undefined
    }
    await listen()
    if (message.t === 'read') {
      // The window's own frame: the reader's acknowledgement. After it everything that the move caused has been told.
      heard[who]?.push(await clients[who].update((update) => update.pointer === message.seq))
      await listen()
    }
    if (isEvicting) await evictDurableObject(stub)
  }
  await listen()
  return heard.map(folded)
}

test('[CU9] evicting the object between any two frames changes nothing that anybody sees', async () => {
  const plain = await play(false)
  expect(plain[0]).toMatchObject({ pointer: 6, entries: { length: 5 }, marks: { length: 2 } })
  expect(await play(true)).toEqual(plain)
})
