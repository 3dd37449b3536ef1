import type { AccountRpc, DirectoryMember, RoomRpc } from '../protocol/bindings.ts'
import type { Id } from '../protocol/ids.ts'
import type { RoomFacts } from '../protocol/roster.ts'
import { signAccessToken } from '../worker/tokens/access-token.ts'
import type { Secrets } from '../worker/tokens/secrets.ts'

/** The people, rooms and sessions of a bench or a bench or a torture, made inside workerd by the objects' own methods, as the directory and a sign-in would. */

type Namespace<T> = { getByName(name: string): T }
export type MintBindings = { ROOM: Namespace<RoomRpc>; ACCOUNT: Namespace<AccountRpc> }

/** A device that is signed in. */
export type MintedDevice = { deviceId: Id; access: string; refresh: string; accessEndsAt: number }
export type MintedPerson = { accountId: Id; name: string; devices: MintedDevice[] }
export type MintedTown = { organizationId: Id; roomIds: Id[]; people: MintedPerson[] }

/** `rooms` lists the members of each room, as places in the list of people. */
export type TownWish = { people: number; devicesEach: number; rooms: number[][]; kind?: RoomFacts['kind'] }
/** The whole membership of a room at a revision, as the directory pushes it. */
export type RoomWish = { roomId: Id; organizationId: Id; revision: number; members: { accountId: Id; name: string }[] }
/** Disables an account, or brings it back. */
export type AccountWish = { accountId: Id; organizationId: Id; name: string; revision: number; disabled: boolean }

export const newId = (): Id => crypto.randomUUID().replaceAll('-', '')

const atOnce = 20

export async function mintTown(env: MintBindings, secrets: Secrets, wish: TownWish): Promise<MintedTown> {
  const organizationId = newId()
  const people: MintedPerson[] = []
  for (let from = 0; from < wish.people; from += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, wish.people - from) }, (_, i) => from + i)
    people.push(...(await Promise.all(some.map((i) => mintPerson(env, secrets, organizationId, i, wish.devicesEach)))))
  }
  const roomIds: Id[] = []
  for (const places of wish.rooms) {
    const roomId = newId()
    const members = places.map((place) => people[place]).filter((person) => person !== undefined)
    await mintRoom(env, { roomId, organizationId, revision: 1, members }, wish.kind)
    roomIds.push(roomId)
  }
  return { organizationId, roomIds, people }
}

export async function mintRoom(env: MintBindings, wish: RoomWish, kind: RoomFacts['kind'] = 'open'): Promise<void> {
  const { roomId, organizationId, revision, members } = wish
  await env.ROOM.getByName(roomId).applyDirectory({
    revision,
    facts: { ...facts(roomId, organizationId), kind },
    members: members.map(({ accountId, name }, i) => aMember(accountId, name, i)),
  })
}

export async function mintAccount(env: MintBindings, wish: AccountWish): Promise<void> {
  const { accountId, organizationId, name, revision, disabled } = wish
  const seat = { id: organizationId, name: '計測', badge: '計', title: '団員', mayMakeRooms: false, isAdmin: false }
  await env.ACCOUNT.getByName(accountId).applyDirectory({
    revision,
    disabled,
    profile: { accountId, loginId: accountId, name, organizations: [seat] },
  })
}

async function mintPerson(
  env: MintBindings,
  secrets: Secrets,
  organizationId: Id,
  i: number,
  devices: number,
): Promise<MintedPerson> {
  const person: MintedPerson = { accountId: newId(), name: `計測 ${i}`, devices: [] }
  const { accountId, name } = person
  await mintAccount(env, { accountId, organizationId, name, revision: 1, disabled: false })
  for (let device = 0; device < devices; device += 1) {
    const opened = await env.ACCOUNT.getByName(accountId).openSession(`計測 ${device}`)
    if (!opened.ok) throw new Error(`no session: ${opened.refusal.code}`)
    const { deviceId, refresh } = opened.value
    const { token: access, endsAt } = await signAccessToken(secrets, { accountId, deviceId }, Date.now())
    person.devices.push({ deviceId, access, refresh, accessEndsAt: endsAt })
  }
  return person
}

export const facts = (id: Id, organizationId: Id): RoomFacts => ({
  id,
  organizationId,
  organizationName: '計測',
  organizationBadge: '計',
  name: '計測用',
  purpose: '',
  ruleInWords: '全員',
  kind: 'open',
  history: 'all',
  changeWindowMs: 3_600_000,
  versionsFor: 'nobody',
})

export const aMember = (accountId: Id, name: string, i: number): DirectoryMember => ({
  accountId,
  name,
  title: '団員',
  rank: 1,
  unitId: newId(),
  unitName: `第${(i % 33) + 1}分団`,
  unitOrder: i % 33,
  rights: { post: true, moderate: false },
})
