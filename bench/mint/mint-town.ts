import type { AccountRpc } from '../../protocol/account-bindings.ts'
import type { DirectoryMember, RoomRpc } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import type { RoomFacts } from '../../protocol/roster.ts'
import { insertMissing, openDatabase, runBatch } from '../../worker/directory/database.ts'
import { accounts } from '../../worker/directory/schema.ts'
import { signAccessToken } from '../../worker/tokens/access-token.ts'
import type { Secrets } from '../../worker/tokens/secrets.ts'
import type { AccountWish, MintedPerson, MintedTown, RoomWish, TownWish } from '../minted.ts'

/** The people, rooms and sessions of a bench or a bench or a torture, made inside workerd by the objects' own methods, as the directory and a sign-in would. */

type Namespace<T> = { getByName(name: string): T }
export type MintBindings = { ROOM: Namespace<RoomRpc>; ACCOUNT: Namespace<AccountRpc>; DB: D1Database }

export const newId = (): Id => crypto.randomUUID().replaceAll('-', '')

const atOnce = 20

export async function mintTown(env: MintBindings, secrets: Secrets, wish: TownWish): Promise<MintedTown> {
  const organizationId = newId()
  const people = Array.from(
    { length: wish.people },
    (_, i): MintedPerson => ({ accountId: newId(), name: `計測 ${i}`, devices: [] }),
  )
  await registerAccounts(env.DB, people)
  for (let from = 0; from < people.length; from += atOnce) {
    const some = people.slice(from, from + atOnce)
    await Promise.all(some.map((person) => mintSessions(env, secrets, organizationId, person, wish.devicesEach)))
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
  const seat = {
    ...{ id: organizationId, name: '計測', badge: '計', title: '団員', mayMakeRooms: false, isAdmin: false },
    ...{ leavesNothing: false, sendsAtOnce: false },
  }
  await env.ACCOUNT.getByName(accountId).applyDirectory({
    revision,
    disabled,
    profile: { accountId, loginId: accountId, name, organizations: [seat] },
  })
}

/** Accounts that the directory does not know would try to copy their device lists to it for ever. */
async function registerAccounts(d1: D1Database, people: MintedPerson[]): Promise<void> {
  const db = openDatabase(d1)
  const rows = people.map(({ accountId, name }) => ({ id: accountId, loginId: accountId, name, createdAt: 0 }))
  await runBatch(db, insertMissing(db, accounts, rows))
}

async function mintSessions(
  env: MintBindings,
  secrets: Secrets,
  organizationId: Id,
  { accountId, name, devices }: MintedPerson,
  count: number,
): Promise<void> {
  await mintAccount(env, { accountId, organizationId, name, revision: 1, disabled: false })
  for (let device = 0; device < count; device += 1) {
    const opened = await env.ACCOUNT.getByName(accountId).openSession(`計測 ${device}`)
    if (!opened.ok) throw new Error(`no session: ${opened.refusal.code}`)
    const { deviceId, refresh } = opened.value
    const { token: access, endsAt } = await signAccessToken(secrets, { accountId, deviceId }, Date.now())
    devices.push({ deviceId, access, refresh, accessEndsAt: endsAt })
  }
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
