import { isNotNull } from 'drizzle-orm'
import { differences } from '../../core/directory/differences.ts'
import { indexDirectory } from '../../core/directory/directory-index.ts'
import { withMembersByRule } from '../../core/directory/organization-rule.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { outboxStatements } from './change-directory.ts'
import { type DirectoryBindings, directoryObjects } from './context.ts'
import { type Database, insertMissing, openDatabase, runBatch } from './database.ts'
import { deliverOutbox } from './deliver.ts'
import { memberStatements } from './member-statements.ts'
import { newId } from './new-id.ts'
import { waitFor } from './outbox.ts'
import type { DeskRoomsPlan, OrganizationPlan, PersonPlan, RoomPlan } from './plan.ts'
import { organizationStatements, peopleStatements, seatStatements } from './plan-statements.ts'
import { newDeskRooms, roomRow } from './rooms.ts'
import { organizations, rooms } from './schema.ts'
import { readSnapshot } from './snapshot.ts'

/**
 * Making organizations, people and rooms in bulk, for a new town, through the same tables, the same outbox and the same
 * evaluation as single changes. Whoever plants gives the ids (32 hex characters), so that a planting cut short is simply
 * repeated: what is there already stays as it is. Nobody is told before `deliverEverything`.
 *
 *     await plantOrganization(planting, { id, name: '消防団', badge: '団', units, titles, positions })
 *     await plantPeople(planting, people)        // accounts, memberships and seats; in as many calls as you like
 *     await plantRooms(planting, rooms)
 *     await plantDeskRooms(planting, { organizationId, positionKind: 'captain', deskKind: 'desk' })
 *     await deliverEverything(planting)          // tells every Room and Account object; then talk can be brought in
 */
export type Planting = {
  /** Bindings of the planting Worker: DB, ROOM, LOBBY, ACCOUNT. */
  env: DirectoryBindings
  now: EpochMs
}

export async function plantOrganization({ env, now }: Planting, plan: OrganizationPlan): Promise<void> {
  const db = databaseOf(env)
  await runBatch(db, organizationStatements(db, plan, now))
}

/** The first organization of a person's `memberships` is the one that issued the account. */
export async function plantPeople({ env, now }: Planting, people: PersonPlan[]): Promise<void> {
  const db = databaseOf(env)
  await runBatch(db, peopleStatements(db, people, now))
  await followRules(db, now)
  await runBatch(db, seatStatements(db, people, now))
}

/** Brings the members of every organization with a rule to what its source is now. */
async function followRules(db: Database, now: EpochMs): Promise<void> {
  const rows = await db
    .select({ id: organizations.id, sourceId: organizations.membersFrom })
    .from(organizations)
    .where(isNotNull(organizations.membersFrom))
  for (const { id, sourceId } of rows) {
    const [ruled, source] = [await readSnapshot(db, id), sourceId && (await readSnapshot(db, sourceId))]
    if (!ruled || !source) continue
    const after = withMembersByRule(ruled.directory, source.directory)
    const concerned = differences(ruled.directory, after)
    await runBatch(db, [
      ...memberStatements(db, ruled.directory, after, now),
      ...outboxStatements({ db, now }, id, concerned),
    ])
  }
}

export async function plantRooms({ env, now }: Planting, plans: RoomPlan[]): Promise<void> {
  const db = databaseOf(env)
  const rows = plans.map((plan) => ({ kind: 'open' as const, createdAt: now, ...plan }))
  await runBatch(db, [
    ...insertMissing(db, rooms, rows),
    ...plans.flatMap((plan) => waitFor(db, plan.organizationId, 'room', [plan.id], now)),
  ])
}

/** One room for every seat of the kind that has none; answers the rooms of all of them, by seat, in the seats' order. */
export async function plantDeskRooms(
  { env, now }: Planting,
  { organizationId, positionKind, deskKind, roomId = newId }: DeskRoomsPlan,
): Promise<{ positionId: Id; roomId: Id }[]> {
  const db = databaseOf(env)
  const snapshot = await readSnapshot(db, organizationId)
  if (!snapshot) throw new Error(`there is no organization ${organizationId}`)
  const { directory } = snapshot
  const made = newDeskRooms(indexDirectory(directory), { positionKind, deskKind }, null, roomId)
  const rows = made.map((room) => roomRow(organizationId, room, now))
  const ids = made.map((room) => room.id)
  await runBatch(db, [...insertMissing(db, rooms, rows), ...waitFor(db, organizationId, 'room', ids, now)])
  const bySeat = new Map(
    [...directory.rooms, ...made].flatMap(({ id, desk }) =>
      desk?.deskKind === deskKind ? [[desk.seatPositionId, id] as const] : [],
    ),
  )
  const seats = directory.positions
    .filter((position) => position.kind === positionKind)
    .sort((a, b) => a.order - b.order)
  return seats.flatMap(({ id }) => ({ positionId: id, roomId: bySeat.get(id) ?? '' }))
}

/** Tells every Room and Account object what is waiting, until nothing is. Throws when one cannot be told. */
export async function deliverEverything({ env, now }: Planting): Promise<void> {
  const db = databaseOf(env)
  const context = { db, objects: directoryObjects(env), now }
  for (const { id } of await db.select({ id: organizations.id }).from(organizations)) {
    let before = Number.POSITIVE_INFINITY
    for (let pending = before; pending > 0; before = pending) {
      pending = (await deliverOutbox(context, id)).pending
      if (pending >= before) throw new Error(`${pending} rooms or accounts of organization ${id} could not be told`)
    }
  }
}

function databaseOf(env: DirectoryBindings): Database {
  if (!env.DB) throw new Error('planting needs the database')
  return openDatabase(env.DB)
}
