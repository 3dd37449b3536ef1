import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { newId } from '../../worker/directory/new-id.ts'
import { deliverEverything, plantRooms } from '../../worker/directory/planting.ts'
import { clientId } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { bindings, codeIn } from './browser.ts'
import { aTown } from './small-town.ts'
import { signedIn, uploader } from './uploader.ts'

const id = (n: number) => clientId(n, 7)

/** Two rooms of one organization; the first person administers it. */
async function aTownOfTwoRooms() {
  const town = await aTown(2)
  const second = newId()
  const planting = { env: bindings(), now: Date.now() }
  await plantRooms(planting, [
    { id: second, organizationId: town.organizationId, name: '第二', rule: { everyone: true } },
  ])
  await deliverEverything(planting)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const rooms = [town.roomId, second] as const
  const report = async () => {
    for (const room of rooms) await runDurableObjectAlarm(env.ROOM.getByName(room))
  }
  const set = (storageBytes: number) =>
    ami.ask(`/api/organizations/${town.organizationId}`, { method: 'PATCH', body: { storageBytes } })
  const storage = async () => (await ami.ask(`/api/organizations/${town.organizationId}/storage`)).json()
  await report()
  return { town, second, ami, ben, rooms, report, set, storage }
}

describe('one quota for the rooms of an organization', () => {
  test('[FI20] what its administrators set reaches the rooms, and what would go over it is refused before its first byte', async () => {
    const { town, ben, set } = await aTownOfTwoRooms()
    const room = uploader(ben, town.roomId)
    expect((await set(5_000)).status).toBe(204)
    expect((await room.create({ id: id(1), size: 3_000 })).status).toBe(201)
    const full = await room.create({ id: id(2), size: 2_001 })
    expect([full.status, await codeIn(full)]).toEqual([507, 'quota_full'])
    expect((await room.create({ id: id(3), size: 2_000 })).status).toBe(201)
    // The same upload again is no new one.
    expect((await room.create({ id: id(1), size: 3_000 })).status).toBe(201)
    expect((await room.end(id(3))).status).toBe(204)
    expect((await room.create({ id: id(2), size: 2_000 })).status).toBe(201)
    expect((await set(9_000)).status).toBe(204)
    expect((await room.create({ id: id(4), size: 4_000 })).status).toBe(201)
  })

  test('[FI20] what other rooms hold counts, by what they reported; a message makes a room hear of it', async () => {
    const { town, second, ami, ben, report, set } = await aTownOfTwoRooms()
    await set(10_000)
    await report()
    const [here, there] = [uploader(ami, town.roomId), uploader(ben, second)]
    await here.upload(id(1), aPhoto(8_000))
    expect((await there.create({ id: id(2), size: 3_000 })).status).toBe(201)
    await there.end(id(2))
    await here.post(1, [id(1)])
    await report()
    await there.command({ t: 'post', id: clientId(9), text: '了解' })
    await report()
    await evictDurableObject(env.ROOM.getByName(second))
    expect(await codeIn(await there.create({ id: id(2), size: 2_001 }))).toBe('quota_full')
    expect((await there.create({ id: id(2), size: 2_000 })).status).toBe(201)
  })

  test('[FI20] a room decides without D1 and without its lobby', async () => {
    const { town, ben, set } = await aTownOfTwoRooms()
    await set(5_000)
    const away = {
      prepare() {
        throw new Error('D1_ERROR: away')
      },
    }
    const noLobby = {
      idFromName() {
        throw new Error('no lobby')
      },
    }
    const room = uploader(ben, town.roomId, bindings({ DB: away as never, LOBBY: noLobby as never }))
    expect((await room.create({ id: id(1), size: 5_000 })).status).toBe(201)
    expect(await codeIn(await room.create({ id: id(2), size: 1 }))).toBe('quota_full')
  })

  test('[FI20] the sum of a room is kept and not counted, and is that of its rows through every end of an upload', async () => {
    const { town, ami } = await aTownOfTwoRooms()
    const room = uploader(ami, town.roomId)
    const stub = env.ROOM.getByName(town.roomId)
    const sums = () =>
      runInDurableObject(stub, (_room, { storage: { sql } }) => [
        sql.exec<{ bytes: number }>('SELECT bytes FROM upload_sum').one().bytes,
        sql.exec<{ bytes: number }>('SELECT coalesce(sum(size), 0) AS bytes FROM upload').one().bytes,
      ])
    expect(await sums()).toEqual([0, 0])
    await room.create({ id: id(1), size: 700 })
    expect(await sums()).toEqual([700, 700])
    await room.end(id(1))
    await room.upload(id(2), aPhoto(2_000))
    await room.upload(id(3), aPhoto(3_000))
    await room.upload(id(4), new TextEncoder().encode('<svg onload="alert(1)">'))
    await room.post(1, [id(2)])
    expect(await sums()).toEqual([5_000, 5_000])
    await room.end(id(3))
    await runDurableObjectAlarm(stub)
    await runDurableObjectAlarm(stub)
    expect(await sums()).toEqual([2_000, 2_000])
  })
})

describe('what is stored', () => {
  test('[FI21] administrators see what each room holds, without D1; to a member it is not there', async () => {
    const { town, second, ami, ben, report, set, storage } = await aTownOfTwoRooms()
    await set(70_000)
    const here = uploader(ami, town.roomId)
    await here.upload(id(1), aPhoto(8_000))
    await here.post(1, [id(1)])
    await report()
    expect(await storage()).toEqual({
      ...{ bytes: 8_000, quota: 70_000 },
      rooms: [
        { roomId: town.roomId, name: '連絡', bytes: 8_000 },
        { roomId: second, name: '第二', bytes: 0 },
      ],
      others: { rooms: 0, bytes: 0 },
    })
    const path = `/api/organizations/${town.organizationId}/storage`
    const away = bindings({ DB: { prepare: () => Promise.reject(new Error('D1_ERROR: away')) } as never })
    expect((await ami.ask(path, { env: away })).status).toBe(200)
    expect(await codeIn(await ben.ask(path))).toBe('not_found')
  })

  test('[FI21] a room in which the administrator is not has no name and no id there', async () => {
    const { town, ben, report, storage } = await aTownOfTwoRooms()
    const hidden = newId()
    const planting = { env: bindings(), now: Date.now() }
    const rule = { accounts: [town.people[1]!.id] }
    await plantRooms(planting, [{ id: hidden, organizationId: town.organizationId, name: '内密の相談', rule }])
    await deliverEverything(planting)
    const there = uploader(ben, hidden)
    await there.upload(id(1), aPhoto(6_000))
    await there.post(1, [id(1)])
    await runDurableObjectAlarm(env.ROOM.getByName(hidden))
    await report()
    const answer = await storage()
    expect(answer).toMatchObject({ bytes: 6_000, others: { rooms: 1, bytes: 6_000 } })
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`内密|${hidden}`))
  })
})
