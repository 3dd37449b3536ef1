import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { clientId, id } from '../support/builders.ts'
import { aRealRoom } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

type Counted = { rows: () => number; reset: () => void }

/** Counts rows as the runtime does for billing, and each alarm that is set as one more. */
async function counting(stub: DurableObjectStub): Promise<Counted> {
  let written = 0
  await runInDurableObject(stub, (_room, ctx) => {
    const { sql } = ctx.storage
    const exec = sql.exec.bind(sql)
    sql.exec = ((...args: Parameters<typeof exec>) => {
      const cursor = exec(...args)
      written += cursor.rowsWritten
      return cursor
    }) as typeof sql.exec
    const setAlarm = ctx.storage.setAlarm.bind(ctx.storage)
    ctx.storage.setAlarm = (...args) => {
      written += 1
      return setAlarm(...args)
    }
  })
  return {
    rows: () => written,
    reset: () => {
      written = 0
    },
  }
}

test.each([33, 580])(
  '[FO7] [RP13] a message costs two rows and a window of reads two, with %i members',
  async (members) => {
    const names = Array.from({ length: members }, (_, i) => `m${i}`)
    const { stub } = await aRealRoom(names)
    const author = await SocketClient.open(stub, 'm0')
    await author.welcome()
    const counted = await counting(stub)
    author.send({ t: 'post', id: clientId(1), text: '一斉連絡' })
    await author.update((update) => update.answers !== undefined)
    // The first message of a while also sets the alarm for the lobby's report: one row of the window, not of the message.
    expect(counted.rows()).toBeLessThanOrEqual(3)
    counted.reset()
    author.send({ t: 'post', id: clientId(2), text: '続報' })
    await author.update((update) => update.answers !== undefined)
    const perMessage = counted.rows()
    expect(perMessage).toBeLessThanOrEqual(2)
    const readers = await Promise.all(names.slice(1, 30).map((name) => SocketClient.open(stub, name)))
    counted.reset()
    for (const reader of readers) reader.send({ t: 'read', seq: 3 })
    await author.update((update) => (update.reads?.counts.at(-1) ?? 0) === readers.length)
    const acknowledged = await stub.sync(
      { accountId: id('m1'), deviceId: id('phone') },
      { version: 1, seq: 0, rev: 0, roster: 0 },
    )
    expect(acknowledged).toMatchObject({ value: { pointer: 3 } })
    // 29 readers within a few windows: one row of pointers each, and the alarm.
    expect(counted.rows()).toBeLessThanOrEqual(6)
  },
)

test('[LB6] what a person sets for a room costs one row, at any size of the room, and the same again none', async () => {
  const { stub, roomId, lobby } = await aRealRoom(Array.from({ length: 580 }, (_, i) => `m${i}`))
  await runDurableObjectAlarm(stub)
  const counted = await counting(lobby)
  const wishes = [
    [{ pinned: true, ring: 'all' }, 1],
    [{ pinned: true, ring: 'none' }, 1],
    [{ pinned: true, ring: 'none' }, 0],
    [{ pinned: false, ring: 'all' }, 1],
    [{ pinned: false, ring: 'all' }, 0],
  ] as const
  for (const [wish, rows] of wishes) {
    counted.reset()
    await lobby.setPreference(id('m7'), roomId, wish)
    expect([wish, counted.rows()]).toEqual([wish, rows])
  }
})
