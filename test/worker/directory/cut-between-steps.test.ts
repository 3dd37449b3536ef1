import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { actorHeader, type DirectoryRoom } from '../../../protocol/bindings.ts'
import { type DirectoryContext, directoryObjects } from '../../../worker/directory/context.ts'
import { openDatabase } from '../../../worker/directory/database.ts'
import { newId } from '../../../worker/directory/new-id.ts'
import { deliverEverything, plantRooms } from '../../../worker/directory/planting.ts'
import { setHolder } from '../../../worker/directory/positions.ts'
import { bindings } from '../browser.ts'
import { plantTown } from './town-in-d1.ts'

/**
 * A captain is replaced: D1 commits, the room is told, stores it and closes sockets, D1 notes that it was told, the room tells the lobby. All objects are
 * aborted at one of these steps, and what retries by itself retries.
 */

const hello = { version: 1, seq: 0, rev: 0, roster: 0 }
const died = () => Promise.reject(new Error('died'))

type Cut = {
  name: string
  /** How the room is told, by the Worker that made the change. */
  tell: (room: DirectoryRoom, roomId: string) => Promise<void>
  /** What happens after that Worker is done. */
  afterwards: (roomId: string) => Promise<void>
}

const tellTruly: Cut['tell'] = (room, roomId) => env.ROOM.getByName(roomId).applyDirectory(room)
const nothing = () => Promise.resolve()

const cuts: Cut[] = [
  { name: 'after D1 has committed, before the room is told', tell: died, afterwards: () => abortAllDurableObjects() },
  {
    name: 'after the room has stored it, before it answers',
    tell: async (room, roomId) => {
      await tellTruly(room, roomId)
      await abortAllDurableObjects()
      return died()
    },
    afterwards: nothing,
  },
  {
    name: 'while the room stores it',
    tell: async (room, roomId) => {
      const telling = tellTruly(room, roomId).catch(() => undefined)
      await abortAllDurableObjects()
      await telling
      return died()
    },
    afterwards: nothing,
  },
  {
    name: 'after D1 has noted that the room was told, before the lobby is',
    tell: tellTruly,
    afterwards: () => abortAllDurableObjects(),
  },
  {
    name: 'while the room tells the lobby',
    tell: tellTruly,
    afterwards: async (roomId) => {
      const telling = runDurableObjectAlarm(env.ROOM.getByName(roomId)).catch(() => undefined)
      await abortAllDurableObjects()
      await telling
    },
  },
  {
    name: 'after the lobby has been told',
    tell: tellTruly,
    afterwards: async (roomId) => {
      await runDurableObjectAlarm(env.ROOM.getByName(roomId))
      await abortAllDurableObjects()
    },
  },
]

async function aTownOfCaptains() {
  const planting = { env: bindings(), now: Date.now() }
  const { id } = await plantTown(planting)
  await plantRooms(planting, [
    { id: id('captains'), organizationId: id('corps'), name: 'r', rule: { positionKinds: ['captain'] } },
  ])
  await deliverEverything(planting)
  await runDurableObjectAlarm(env.ROOM.getByName(id('captains')))
  return id
}

async function openSocket(roomId: string, accountId: string): Promise<void> {
  const headers = { upgrade: 'websocket', [actorHeader]: JSON.stringify({ accountId, deviceId: newId() }) }
  const { webSocket } = await env.ROOM.getByName(roomId).fetch('https://object/socket?v=1', { headers })
  webSocket?.accept()
  expect(await openSockets(roomId)).toContain(accountId)
}

/** Whose sockets the room can still send to. */
const openSockets = (roomId: string): Promise<string[]> =>
  runInDurableObject(env.ROOM.getByName(roomId), (_room, ctx) =>
    ctx
      .getWebSockets()
      .filter((ws) => ws.readyState === WebSocket.OPEN)
      .map((ws) => (ws.deserializeAttachment() as { accountId: string }).accountId),
  )

/** Alarms, as the platform runs them after a crash: until neither the lobby nor the room has anything to do. */
async function retried(organizationId: string, roomId: string): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await runDurableObjectAlarm(env.LOBBY.getByName(organizationId))
    await runDurableObjectAlarm(env.ROOM.getByName(roomId))
  }
}

test.each(cuts)(
  '[MB3] [MB5] [DR9] [LB5] a captain is replaced, and everything dies $name: it is so in the end, everywhere and once',
  async ({ tell, afterwards }) => {
    const id = await aTownOfCaptains()
    const roomId = id('captains')
    await openSocket(roomId, id('captain-2'))
    const room = (name: string) => ({ applyDirectory: (state: DirectoryRoom) => tell(state, name), applyNotes: died })
    const started: Promise<unknown>[] = []
    const context: DirectoryContext = {
      ...{ db: openDatabase(env.DB), now: Date.now(), actor: id('desk-1') },
      objects: { ...directoryObjects(bindings()), room },
      waitUntil: (work) => void started.push(work),
    }
    const wish = { accountId: id('member-2'), holderWas: id('captain-2') }
    expect((await setHolder(context, id('corps'), id('seat-2'), wish)).ok).toBe(true)
    await Promise.allSettled(started)
    await afterwards(roomId)
    await retried(id('corps'), roomId)

    const enter = (name: string) =>
      env.ROOM.getByName(roomId).sync({ accountId: id(name), deviceId: id('device') }, hello)
    expect((await enter('captain-2')).ok).toBe(false)
    expect(await openSockets(roomId)).not.toContain(id('captain-2'))
    const welcome = await enter('member-2')
    const { entries, roster } = welcome.ok ? welcome.value : expect.unreachable()
    expect(entries.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 membership', '2 membership'])
    const present = roster?.members.filter((member) => member.present).map((member) => member.name)
    expect(present?.toSorted()).toEqual(['captain-1', 'captain-3', 'member-2'])

    const lobby = env.LOBBY.getByName(id('corps'))
    const isListed = async (name: string) => (await lobby.list(id(name))).some((line) => line.id === roomId)
    expect(await Promise.all(['captain-1', 'captain-2', 'member-2'].map(isListed))).toEqual([true, false, true])

    const { results } = await env.DB.prepare('SELECT account_id FROM room_members WHERE room_id = ?').bind(roomId).all()
    const projected = results.map(({ account_id: accountId }) => accountId)
    expect(projected.toSorted()).toEqual(['captain-1', 'captain-3', 'member-2'].map((name) => id(name)).toSorted())
  },
)
