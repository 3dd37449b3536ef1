import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { RoomList, Start } from '../../protocol/http.ts'
import { Page, Sheet, Versions, Welcome } from '../../protocol/server-message.ts'
import { newId } from '../../worker/directory/new-id.ts'
import { clientId } from '../support/builders.ts'
import { Browser, bindings, codeIn } from './browser.ts'
import { DoorSocket } from './door-socket.ts'
import { aTown, password, type SmallTown } from './small-town.ts'

async function signedIn(town: SmallTown, i = 0): Promise<Browser> {
  const browser = new Browser()
  await browser.signIn(town.people[i]!.loginId, password)
  return browser
}

/** A person who talks over HTTP alone. */
function inRoom(browser: Browser, roomId: string, env = bindings()) {
  const get = (path: string) => browser.ask(`/api/rooms/${roomId}${path}`, { env })
  const command = (body: object) => browser.ask(`/api/rooms/${roomId}/commands`, { method: 'POST', body, env })
  return { get, command, sync: async (query = 'v=1') => v.parse(Welcome, await (await get(`/sync?${query}`)).json()) }
}

describe('talk over HTTP', () => {
  test('[CU7] commands and catch-up have the answers of a socket, and reach those who have one', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const socket = await DoorSocket.open(ben, `/api/rooms/${town.roomId}`)
    const room = inRoom(ami, town.roomId)
    const first = await room.sync()
    expect(first).toMatchObject({ head: 1, room: { id: town.roomId } })

    const post = { t: 'post', id: clientId(1), text: '集合は7時、詰所' }
    const answer = await (await room.command(post)).json()
    expect(answer).toEqual({ id: post.id, seq: 2 })
    expect(await (await room.command(post)).json()).toEqual(answer)
    await socket.until((frame) => frame.t === 'update' && frame.entries?.[0]?.seq === 2)

    const next = await room.sync(`v=1&seq=${first.head}&rev=${first.rev}&roster=${first.roster?.version ?? 0}`)
    expect(next.entries.map(({ seq }) => seq)).toEqual([2])
    expect(next.roster).toBeUndefined()
    expect(await (await inRoom(ben, town.roomId).command({ t: 'read', seq: 2 })).json()).toEqual({ pointer: 2 })
  })

  test('[LG16] a place comes back as it was sent, after its text was corrected too, and is gone when it was retracted', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const room = inRoom(ami, town.roomId)
    const place = { lat: 36.123457, lon: 140.1, accuracyM: 15, at: 1_700_000_000_000, source: 'gps' }
    const post = { t: 'post', id: clientId(1), text: '現在地', place }
    const answer = await (await room.command(post)).json()
    expect(await (await room.command(post)).json()).toEqual(answer)
    const moved = { ...post, place: { ...place, lat: 36.2 } }
    expect(await codeIn(await room.command(moved))).toBe('client_id_reused')
    expect(await codeIn(await room.command({ ...post, id: clientId(2), place: { ...place, lat: 91 } }))).toBe(
      'malformed',
    )
    await room.command({ t: 'correct', id: clientId(3), target: 2, text: '橋の西側' })
    const seen = async () => (await inRoom(ben, town.roomId).sync()).entries.find(({ seq }) => seq === 2)
    expect(await seen()).toMatchObject({ text: '橋の西側', place })
    await room.command({ t: 'retract', id: clientId(4), target: 2 })
    expect(await seen()).not.toHaveProperty('place')
  })

  test('[CU7] pages, read sheets and earlier versions come by their own addresses', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const room = inRoom(ami, town.roomId)
    await room.command({ t: 'post', id: clientId(1), text: '集合は7時' })
    await room.command({ t: 'correct', id: clientId(2), target: 2, text: '集合は8時' })
    await inRoom(ben, town.roomId).command({ t: 'read', seq: 3 })
    const page = v.parse(Page, await (await room.get('/entries?before=3&limit=2')).json())
    expect(page.entries.map(({ seq }) => seq)).toEqual([1, 2])
    const sheet = v.parse(Sheet, await (await room.get('/entries/2/readers')).json())
    expect(sheet.seq).toBe(2)
    const versions = await room.get('/entries/2/versions')
    expect([200, 403]).toContain(versions.status)
    if (versions.status === 200) expect(v.is(Versions, await versions.json())).toBe(true)
    for (const path of ['/entries/999/readers', '/entries/x/readers', '/entries/-1/readers', '/entries/0/versions']) {
      expect(await codeIn(await room.get(path)), path).toBe('no_such_entry')
    }
    for (const path of [
      '/entries',
      '/entries?before=x',
      '/entries?before=1&limit=0',
      '/entries?before=1&limit=201',
      '/entries?before=1&odd=1',
    ]) {
      expect(await codeIn(await room.get(path)), path).toBe('malformed')
    }
  })

  test('[CU6] a client of another version is told to reload', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    for (const path of [
      `/api/rooms/${town.roomId}/sync?v=0`,
      `/api/rooms/${town.roomId}/sync?v=999`,
      `/api/organizations/${town.organizationId}/rooms?v=0`,
    ]) {
      const answer = await browser.ask(path)
      expect([answer.status, await codeIn(answer)]).toEqual([426, 'reload_required'])
    }
  })

  test('[SC6] another’s room, a room that is not there and an odd id: the same answer on every address', async () => {
    const [town, other] = [await aTown(), await aTown()]
    const browser = await signedIn(town)
    const answers = new Set<string>()
    for (const roomId of [other.roomId, newId(), 'X', '%2e%2e']) {
      const room = inRoom(browser, roomId)
      for (const answer of [
        await room.get('/sync?v=1'),
        await room.get('/entries?before=9'),
        await room.get('/entries/1/readers'),
        await room.get('/entries/1/versions'),
        await room.command({ t: 'post', id: clientId(1), text: 'x' }),
        await room.command({ t: 'read', seq: 1 }),
      ]) {
        answers.add(`${answer.status} ${(await answer.text()).replace(/"reference":"[\w-]{12}"/, '')}`)
      }
    }
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toMatch(/^404 .*not_found/)
  })

  test('[SC4] a command that is none is refused, with unknown fields and under another’s name too', async () => {
    const town = await aTown()
    const room = inRoom(await signedIn(town), town.roomId)
    const good = { t: 'post', id: clientId(1), text: 'x' }
    for (const body of [
      {},
      { t: 'odd' },
      { ...good, by: 7 },
      { ...good, seq: 9 },
      { ...good, storedAt: 1 },
      { ...good, id: 'x' },
      { t: 'page', before: 1 },
    ]) {
      expect(await codeIn(await room.command(body))).toBe('malformed')
    }
    expect((await room.sync()).head).toBe(1)
  })

  test('[LB1] the room list of an organization and all badges come by one call each', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    await inRoom(ami, town.roomId).command({ t: 'post', id: clientId(1), text: 'おはようございます' })
    const list = () =>
      ben
        .ask(`/api/organizations/${town.organizationId}/rooms`)
        .then(async (answer) => v.parse(RoomList, await answer.json()))
    const lobby = await DoorSocket.open(ben, `/api/organizations/${town.organizationId}`)
    await lobby.until((frame) => frame.t === 'rooms' && frame.rooms[0]?.unread === 1)
    expect(await list()).toMatchObject({
      rooms: [{ id: town.roomId, unread: 1, last: { text: 'おはようございます' } }],
    })
    expect(await (await ben.ask('/api/me/badges')).json()).toEqual({
      badges: [{ organizationId: town.organizationId, unread: 1, mentions: 0 }],
    })
  })

  test('[LB6] own settings for a room are set by one address, and stand in lists, frames and the start', async () => {
    const [town, other] = [await aTown(2), await aTown()]
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const lobby = `/api/organizations/${town.organizationId}`
    const socket = await DoorSocket.open(ami, lobby)
    await socket.until((frame) => frame.t === 'rooms' && frame.rooms.length === 1)
    const set = (body: object, room = town.roomId, by = ami) =>
      by.ask(`${lobby}/rooms/${room}/preference`, { method: 'PUT', body })
    expect((await set({ pinned: true, ring: 'none' })).status).toBe(204)
    await socket.until(
      (frame) => frame.t === 'rooms' && frame.rooms[0]?.pinned === true && frame.rooms[0].ring === 'none',
    )
    const away = bindings({ DB: undefined, DIRECTORY: undefined })
    const listed = async (browser: Browser) =>
      v.parse(RoomList, await (await browser.ask(`${lobby}/rooms`, { env: away })).json()).rooms[0]
    expect(await listed(ami)).toMatchObject({ pinned: true, ring: 'none' })
    expect(await listed(ben)).not.toHaveProperty('pinned')
    const start = v.parse(Start, await (await ami.ask('/api/start?v=1', { env: away })).json())
    expect(start.lists[0]?.rooms).toMatchObject([{ id: town.roomId, pinned: true, ring: 'none' }])
    for (const room of [other.roomId, newId(), 'X']) {
      expect(await codeIn(await set({ pinned: true, ring: 'all' }, room)), room).toBe('not_found')
    }
    expect(await codeIn(await set({ pinned: true, ring: 'none' }, town.roomId, await signedIn(other)))).toBe(
      'not_found',
    )
    for (const body of [{}, { pinned: true }, { pinned: 1, ring: 'all' }, { pinned: true, ring: 'none', rings: false }])
      expect(await codeIn(await set(body))).toBe('malformed')
  })

  test('[LB1] a lobby that does not answer leaves its badge out and nothing else', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    const LOBBY = {
      idFromName: (name: string) => name,
      get: () => ({ badge: () => Promise.reject(new Error('away')) }),
    }
    const answer = await browser.ask('/api/me/badges', { env: bindings({ LOBBY: LOBBY as never }) })
    expect(await answer.json()).toEqual({ badges: [] })
  })
})
