import { env, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { SqlRoomStorage } from '../../durable/storage/sql-room-storage.ts'
import { roomStorageContract } from '../support/room-storage-contract.ts'

const aStub = () => env.ROOM.getByName(crypto.randomUUID())

roomStorageContract(async (use) => {
  await runInDurableObject(aStub(), (_room, ctx) => use(new SqlRoomStorage(ctx.storage)))
})

test('[MB7] asking about a room that was never created writes nothing', async () => {
  await runInDurableObject(aStub(), (_room, ctx) => {
    new SqlRoomStorage(ctx.storage).load()
    const tables = ctx.storage.sql
      .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'")
      .toArray()
    expect(tables).toEqual([])
  })
})
