import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type DirectoryContext, directoryObjects } from '../../../worker/directory/context.ts'
import { openDatabase } from '../../../worker/directory/database.ts'
import { deliverEverything, plantRooms } from '../../../worker/directory/planting.ts'
import { setHolder } from '../../../worker/directory/positions.ts'
import { bindings } from '../browser.ts'
import { plantTown } from './town-in-d1.ts'

/** A real town whose Worker dies between commit and telling: what it would have started is never run. */
async function aTownThatForgets() {
  const planting = { env: bindings(), now: Date.now() }
  const { id } = await plantTown(planting)
  await plantRooms(planting, [
    { id: id('captains'), organizationId: id('corps'), name: 'r', rule: { positionKinds: ['captain'] } },
  ])
  await deliverEverything(planting)
  const context: DirectoryContext = {
    ...{ db: openDatabase(env.DB), now: Date.now(), actor: id('desk-1'), waitUntil: () => undefined },
    objects: { ...directoryObjects(bindings()) },
  }
  return { id, context }
}

const hello = { version: 1, seq: 0, rev: 0, roster: 0 }

test('[DR9] a change whose telling was lost reaches the room by the lobby’s alarm', async () => {
  const { id, context } = await aTownThatForgets()
  const wish = { accountId: id('member-2'), holderWas: id('captain-2') }
  // The work that a change leaves to waitUntil starts at once; a room that refuses it stands for a Worker that died.
  const gone = () => Promise.reject(new Error('gone'))
  const deaf = { ...context.objects, room: () => ({ applyDirectory: gone, applyNotes: gone }) }
  const started: Promise<unknown>[] = []
  const waitUntil = (work: Promise<unknown>) => void started.push(work)
  expect((await setHolder({ ...context, objects: deaf, waitUntil }, id('corps'), id('seat-2'), wish)).ok).toBe(true)
  await Promise.all(started)

  const room = env.ROOM.getByName(id('captains'))
  const enter = (name: string) => room.sync({ accountId: id(name), deviceId: id('device') }, hello)
  expect([(await enter('captain-2')).ok, (await enter('member-2')).ok]).toEqual([true, false])
  expect(await runDurableObjectAlarm(env.LOBBY.getByName(id('corps')))).toBe(true)
  expect([(await enter('captain-2')).ok, (await enter('member-2')).ok]).toEqual([false, true])
})

test('[DR8] the room logs who came and who went, once', async () => {
  const { id, context } = await aTownThatForgets()
  const started: Promise<unknown>[] = []
  const waitUntil = (work: Promise<unknown>) => void started.push(work)
  await setHolder({ ...context, waitUntil }, id('corps'), id('seat-2'), {
    accountId: id('member-2'),
    holderWas: id('captain-2'),
  })
  await Promise.all(started)
  await runDurableObjectAlarm(env.LOBBY.getByName(id('corps')))
  const welcome = await env.ROOM.getByName(id('captains')).sync(
    { accountId: id('captain-1'), deviceId: id('device') },
    hello,
  )
  const { entries, roster, room } = welcome.ok ? welcome.value : expect.unreachable()
  expect(entries.map((entry) => entry.kind)).toEqual(['membership', 'membership'])
  const present = roster?.members.filter((member) => member.present).map((member) => member.name)
  expect(present?.toSorted()).toEqual(['captain-1', 'captain-3', 'member-2'])
  expect(room.ruleInWords).toBe('分団長（3名）')
})
