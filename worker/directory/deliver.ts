import { and, eq, lt, sql } from 'drizzle-orm'
import { indexDirectory } from '../../core/directory/directory-index.ts'
import { roomMembership } from '../../core/directory/room-membership.ts'
import type { DirectoryAccount } from '../../protocol/account-bindings.ts'
import type { DirectoryRoom } from '../../protocol/bindings.ts'
import type { Id, Revision } from '../../protocol/ids.ts'
import { readUntold, tellsAt, toldOf, untoldTarget } from '../notes/deliver-notes.ts'
import type { DirectoryContext } from './context.ts'
import { type Database, runBatch, type Statement } from './database.ts'
import { dropOld, markDelivered, markTried, type OutboxKind, pendingCount, waitingTargets } from './outbox.ts'
import { readProfiles } from './profiles.ts'
import { roomMembers } from './schema.ts'
import { readSnapshot } from './snapshot.ts'

/** How many rooms and accounts one call tells: a Worker may make a bounded number of calls in one request. */
const mostTargets = 200
/** How many are told at the same time. */
const mostAtOnce = 8

type Delivery = Pick<DirectoryContext, 'db' | 'objects' | 'now'>

/**
 * Tells the rooms and accounts of an organization that wait, and answers how many outbox rows still do. What is told is the
 * whole state at one revision, so that telling it twice, late, or in another order than another caller harms nothing.
 */
export async function deliverOutbox(context: Delivery, organizationId: Id): Promise<{ pending: number }> {
  const waiting = await waitingTargets(context.db, organizationId, mostTargets)
  const idsOf = (kind: OutboxKind) => waiting.filter((row) => row.kind === kind).map((row) => row.targetId)
  await Promise.all([deliverRooms(context, organizationId, idsOf('room')), deliverAccounts(context, idsOf('account'))])
  await deliverNotes(context, idsOf('note'))
  await runBatch(context.db, [dropOld(context.db, context.now)])
  return { pending: await pendingCount(context.db, organizationId) }
}

async function deliverRooms(context: Delivery, organizationId: Id, roomIds: Id[]): Promise<void> {
  if (roomIds.length === 0) return
  const snapshot = await readSnapshot(context.db, organizationId)
  if (!snapshot) return
  const index = indexDirectory(snapshot.directory)
  const wanted = new Set(roomIds)
  const states = snapshot.directory.rooms
    .filter((room) => wanted.has(room.id))
    .map((room): DirectoryRoom => ({ revision: snapshot.revision, ...roomMembership(index, room) }))
  const idOf = (state: DirectoryRoom) => state.facts.id
  const failed = await tellEach(states, idOf, (state) => context.objects.room(idOf(state)).applyDirectory(state))
  const projections = states
    .filter((state) => !failed.has(idOf(state)))
    .flatMap((state) => projection(context.db, state))
  await runBatch(context.db, [...outcome(context, 'room', roomIds, failed, snapshot.revision), ...projections])
}

async function deliverAccounts(context: Delivery, accountIds: Id[]): Promise<void> {
  if (accountIds.length === 0) return
  const { accounts, revision } = await readProfiles(context.db, accountIds)
  const idOf = (state: DirectoryAccount) => state.profile.accountId
  const failed = await tellEach(accounts, idOf, (state) => context.objects.account(idOf(state)).applyDirectory(state))
  await runBatch(context.db, outcome(context, 'account', accountIds, failed, revision))
}

/** A room hears of every version that its log does not tell yet, and says where it stands. */
async function deliverNotes(context: Delivery, targets: string[]): Promise<void> {
  if (targets.length === 0) return
  const { untold, revision } = await readUntold(context.db, targets)
  const placed: Statement[] = []
  const failed = await tellEach(untold, untoldTarget, async ({ roomId, versions }) => {
    const seqs = await context.objects.room(roomId).applyNotes(versions.map(toldOf))
    placed.push(...versions.flatMap((version, i) => tellsAt(context.db, version, seqs[i] ?? 0)))
  })
  await runBatch(context.db, [...placed, ...outcome(context, 'note', targets, failed, revision)])
}

/** Tells a few at a time, and answers the ids of those that cannot be told now. */
async function tellEach<T>(states: T[], idOf: (state: T) => Id, tell: (state: T) => Promise<void>): Promise<Set<Id>> {
  const failed = new Set<Id>()
  const waiting = states.values()
  const teller = async () => {
    for (const state of waiting) await tell(state).catch(() => failed.add(idOf(state)))
  }
  await Promise.all(Array.from({ length: mostAtOnce }, teller))
  return failed
}

/** Whatever did not fail is done with, also what is not there any more. */
function outcome(context: Delivery, kind: OutboxKind, ids: Id[], failed: Set<Id>, revision: Revision): Statement[] {
  const done = ids.filter((id) => !failed.has(id))
  return [
    markDelivered(context.db, kind, done, revision, context.now),
    ...(failed.size > 0 ? [markTried(context.db, kind, [...failed])] : []),
  ]
}

/** Brings a room's rows in D1 to this revision, unless they have come farther meanwhile. */
function projection(db: Database, { facts, members, revision }: DirectoryRoom): Statement[] {
  const ids = JSON.stringify(members.map((member) => member.accountId))
  const isNewer = sql`not exists (select 1 from room_members where room_id = ${facts.id} and revision > ${revision})`
  return [
    db
      .insert(roomMembers)
      .select(sql`select ${facts.id}, value, ${revision} from json_each(${ids}) where ${isNewer}`)
      .onConflictDoUpdate({ target: [roomMembers.roomId, roomMembers.accountId], set: { revision } }),
    db.delete(roomMembers).where(and(eq(roomMembers.roomId, facts.id), lt(roomMembers.revision, revision))),
  ]
}
