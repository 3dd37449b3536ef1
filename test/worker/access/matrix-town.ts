import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Id } from '../../../protocol/ids.ts'
import { directoryObjects } from '../../../worker/directory/context.ts'
import { openDatabase } from '../../../worker/directory/database.ts'
import { deliverEverything, plantDeskRooms, plantRooms } from '../../../worker/directory/planting.ts'
import { saveNote } from '../../../worker/notes/save-note.ts'
import { signAccessToken } from '../../../worker/tokens/access-token.ts'
import { readSecrets } from '../../../worker/tokens/secrets.ts'
import { type Ask, ask, bindings } from '../browser.ts'
import { plantTown } from '../directory/town-in-d1.ts'
import { aNote } from '../note-taker.ts'

/** Who asks, and what they are asked about: the corps has the rooms `captains` and `members`, the city has `cityRoom`. */
export const roles = {
  signedOut: null,
  /** In the room `captains`. */
  member: 'captain-1',
  /** In the room `members` of the same organization. */
  neighbour: 'member-1',
  /** In the city alone. */
  foreigner: 'citizen',
  /** An administrator of the city. */
  foreignAdmin: 'mayor',
  /** An administrator of the corps, in neither of its rooms. */
  admin: 'desk-1',
} as const
export type Role = keyof typeof roles

export const places = {
  organization: ['corps', 'city', 'absent'],
  room: ['captains', 'members', 'cityRoom', 'absent'],
  account: ['member-3', 'citizen', 'absent'],
  position: ['seat-3', 'absent'],
  unit: ['unit-3', 'unit-city', 'absent'],
  title: ['title-chief', 'title-mayor', 'absent'],
  device: ['own', 'other', 'absent'],
  seq: ['2', '99', 'x'],
  upload: ['carried', 'absent'],
  note: ['kept', 'absent'],
  version: ['1', '99', 'x'],
  /** Nobody has made one. */
  selection: ['absent', 'x'],
} as const
export type Places = { [Name in keyof typeof places]: (typeof places)[Name][number] }

export const organizationOf = { captains: 'corps', members: 'corps', cityRoom: 'city' } as const
export const isInOrganization = (role: Role, organization: Places['organization']): boolean =>
  organization === (role.startsWith('foreign') ? 'city' : role === 'signedOut' ? 'none' : 'corps')
export const isAdminOf = (role: Role, organization: Places['organization']): boolean =>
  (role === 'admin' || role === 'foreignAdmin') && isInOrganization(role, organization)
export const isInRoom = (role: Role, room: Places['room']): boolean =>
  (role === 'member' && room === 'captains') ||
  (role === 'neighbour' && room === 'members') ||
  (role.startsWith('foreign') && room === 'cityRoom')

export type MatrixTown = Awaited<ReturnType<typeof aMatrixTown>>

export async function aMatrixTown() {
  const planting = { env: bindings(), now: Date.now() }
  const { id, login } = await plantTown(planting)
  const room = (name: string, organization: string, rule: object) => ({
    ...{ id: id(name), organizationId: id(organization), name, rule },
  })
  await plantRooms(planting, [
    room('captains', 'corps', { positionKinds: ['captain'] }),
    room('members', 'corps', { titles: [id('title-member')] }),
    room('cityRoom', 'city', { units: [id('unit-city')] }),
  ])
  await plantDeskRooms(planting, { organizationId: id('corps'), positionKind: 'captain', deskKind: 'desk' })
  await deliverEverything(planting)
  await sayOne(id('captains'), id('captain-1'))
  await sayOne(id('members'), id('member-1'))
  await sayOne(id('cityRoom'), id('citizen'))
  for (const name of Object.keys(organizationOf)) await runDurableObjectAlarm(env.ROOM.getByName(id(name)))
  await sendFile(id('captains'), id('captain-1'))
  await keepNote(id('captains'), id('captain-1'))
  const placeId = (place: string) => id(place)
  return { id, login, placeId }
}

/** The second entry of a room; the first are its members. */
async function sayOne(roomId: Id, accountId: Id): Promise<void> {
  const command = { t: 'post', id: '01930000-0000-7000-8000-000000000001', text: '一つ目' } as const
  const [outcome] = await env.ROOM.getByName(roomId).bringIn([{ accountId, at: Date.now(), command }])
  if (!outcome?.ok) throw new Error(`nothing was said: ${JSON.stringify(outcome)}`)
}

/** Of captain-1, in a message in the room `captains`; two bytes, which happen to be JSON. */
export const uploads = {
  carried: '01930000-0000-7000-8000-0000000000f1',
  absent: '01930000-0000-7000-8000-0000000000f2',
} as const

async function sendFile(roomId: Id, accountId: Id): Promise<void> {
  const room = env.ROOM.getByName(roomId)
  const actor = { accountId, deviceId: accountId }
  await room.createUpload(actor, { id: uploads.carried, kind: 'file', name: '表.json', size: 2 })
  await room.appendUpload(actor, uploads.carried, 0, new TextEncoder().encode('{}'))
  const files = [{ id: uploads.carried }]
  const command = { t: 'post' as const, id: '01930000-0000-7000-8000-000000000002', text: '', files }
  const [outcome] = await room.bringIn([{ accountId, at: Date.now(), command }])
  if (!outcome?.ok) throw new Error(`no file was sent: ${JSON.stringify(outcome)}`)
}

/** Of captain-1, in the room `captains`. */
export const noteIds = {
  kept: '01930000-0000-7000-8000-0000000000a1',
  absent: '01930000-0000-7000-8000-0000000000a2',
} as const

async function keepNote(roomId: Id, accountId: Id): Promise<void> {
  const standing = await env.ROOM.getByName(roomId).noteStanding({ accountId, deviceId: accountId }, [], false)
  if (!standing.ok || !env.DB) throw new Error('nobody may keep a note')
  const started: Promise<unknown>[] = []
  const saved = await saveNote(
    {
      ...{ roomId, standing: standing.value, db: openDatabase(env.DB), objects: directoryObjects(bindings()) },
      ...{ now: Date.now(), waitUntil: (work: Promise<unknown>) => void started.push(work) },
    },
    noteIds.kept,
    { id: '01930000-0000-7000-8000-0000000000a3', base: 0, content: aNote() },
  )
  await Promise.all(started)
  if (!saved.ok) throw new Error(`no note was kept: ${saved.refusal.code}`)
}

export type Asker = { role: Role; accountId: Id; deviceId: Id; otherDeviceId: Id; headers: Record<string, string> }

/** Somebody with a device of their own for one request; its owner may end it. */
export async function anAsker(town: MatrixTown, role: Role): Promise<Asker> {
  const name = roles[role]
  const bearer = { 'x-yagura-client': 'bearer' }
  if (name === null)
    return {
      role,
      accountId: town.id('nobody'),
      deviceId: town.id('none'),
      otherDeviceId: town.id('none'),
      headers: bearer,
    }
  const accountId = town.id(name)
  const [own, other] = [await openDevice(accountId), await openDevice(town.id('chief'))]
  const secrets = (await readSecrets(env)) ?? unreachable()
  const { token } = await signAccessToken(secrets, { accountId, deviceId: own }, Date.now())
  const headers = { ...bearer, authorization: `Bearer ${token}` }
  return { role, accountId, deviceId: own, otherDeviceId: other, headers }
}

async function openDevice(accountId: Id): Promise<Id> {
  const opened = await env.ACCOUNT.getByName(accountId).openSession('matrix')
  return opened.ok ? opened.value.deviceId : unreachable()
}

const unreachable = (): never => {
  throw new Error('the town is not as it was planted')
}

export async function send(asker: Asker, path: string, request: Ask): Promise<Response> {
  const type = request.body === undefined ? {} : { 'content-type': 'application/json' }
  return ask(path, { ...request, headers: { ...asker.headers, ...type, ...request.headers } })
}
