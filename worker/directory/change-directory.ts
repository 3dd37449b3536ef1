import { eq, sql } from 'drizzle-orm'
import { type Differences, differences } from '../../core/directory/differences.ts'
import { type DirectoryIndex, indexDirectory } from '../../core/directory/directory-index.ts'
import type { OrganizationDirectory, Person } from '../../core/directory/organization.ts'
import { type MemberDifferences, memberDifferences, withMembersByRule } from '../../core/directory/organization-rule.ts'
import type { Id } from '../../protocol/ids.ts'
import { type Result, refuse } from '../../protocol/result.ts'
import { type AuditEvent, auditStatement } from './audit.ts'
import type { DirectoryContext } from './context.ts'
import { type Database, errorText, runBatch, type Statement } from './database.ts'
import { deliverOutbox } from './deliver.ts'
import { followersOf, memberStatements } from './member-statements.ts'
import { waitFor } from './outbox.ts'
import { organizations } from './schema.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

/**
 * What a change comes to: each organization's directory after it, the statements that make it so in D1, and the event for the
 * audit. No statements: nothing changes, and nothing is written.
 */
export type Decision<T> = { value: T; after: OrganizationDirectory[]; statements: Statement[]; event: AuditEvent }

/** How often a change is decided anew when another one of the same organization came first. */
const mostTries = 5

/**
 * The one path of a change: read, decide, commit, tell. It commits in one batch with the outbox rows of all rooms and
 * accounts that would be told something else after it, and with its audit row; the lobby knows beforehand that something may
 * wait, so that a crash between commit and telling is healed. The batch names the versions it was decided on: when another
 * change came first, nothing is written and the decision is made again on what is so now.
 *
 * Organizations whose members come by rule from one of these follow in the same batch: their members by rule, their rooms,
 * and an audit row of their own.
 *
 * `decide` is given the organizations in the order of `organizationIds`, and answers all of them after the change, in that
 * order. Besides it is given those that follow one of them.
 */
export async function changeDirectories<T>(
  context: DirectoryContext,
  organizationIds: Id[],
  decide: (indexes: DirectoryIndex[], followers: DirectoryIndex[]) => Result<Decision<T>>,
): Promise<Result<T>> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const ids = [...organizationIds, ...(await followersOf(context.db, organizationIds))]
    const snapshots = await Promise.all(ids.map((id) => readSnapshot(context.db, id)))
    if (!snapshots.every((snapshot) => snapshot !== null)) return refuse('not_found')
    const indexes = snapshots.map((snapshot) => indexDirectory(snapshot.directory))
    const decided = decide(indexes.slice(0, organizationIds.length), indexes.slice(organizationIds.length))
    if (!decided.ok) return decided
    const outcome = await commit(context, snapshots, decided.value)
    if (outcome === 'committed') return { ok: true, value: decided.value.value }
    if (outcome !== 'outrun') return refuse(outcome)
  }
  return refuse('changed_meanwhile')
}

/** A change that concerns one organization alone. */
export function changeDirectory<T>(
  context: DirectoryContext,
  organizationId: Id,
  decide: (index: DirectoryIndex) => Result<Omit<Decision<T>, 'after'> & { after: OrganizationDirectory }>,
): Promise<Result<T>> {
  return changeDirectories(context, [organizationId], ([index]) => {
    if (!index) return refuse('not_found')
    const decided = decide(index)
    return decided.ok ? { ok: true, value: { ...decided.value, after: [decided.value.after] } } : decided
  })
}

type Outcome = 'committed' | 'outrun' | 'login_id_taken' | 'seat_taken'

async function commit<T>(context: DirectoryContext, snapshots: Snapshot[], decision: Decision<T>): Promise<Outcome> {
  if (decision.statements.length === 0) return 'committed'
  const { db } = context
  const changes = changesOf(snapshots, decision)
  await Promise.all(changes.map(({ id }) => context.objects.lobby(id).watchOutbox(id)))
  const outcome = await outcomeOf(
    runBatch(db, [
      ...changes.map(({ id, version }) => claimVersion(db, id, version)),
      ...decision.statements,
      ...changes.flatMap(({ decided, after }) => memberStatements(db, decided, after, context.now)),
      ...changes.flatMap(({ id, concerned }) => outboxStatements(context, id, concerned)),
      ...changes.flatMap(({ id, event }) =>
        event ? [auditStatement(db, { ...event, organizationId: id, actorId: context.actor }, context.now)] : [],
      ),
    ]),
  )
  // What fails here is repeated by the lobby.
  if (outcome === 'committed') {
    for (const { id } of changes) context.waitUntil(deliverOutbox(context, id).catch(() => undefined))
  }
  return outcome
}

/** What becomes of one organization: by the decision itself (`decided`), and then by its rule (`after`). */
type Change = {
  id: Id
  version: number
  decided: OrganizationDirectory
  after: OrganizationDirectory
  concerned: Differences
  /** Null: nothing happened here. */
  event: AuditEvent | null
}

function changesOf<T>(snapshots: Snapshot[], { after, event }: Decision<T>): Change[] {
  const decidedAll = snapshots.map(({ directory }, i) => after[i] ?? directory)
  const sources = new Map(decidedAll.map((directory) => [directory.organization.id, directory]))
  return snapshots.map(({ directory, version }, i) => {
    const decided = decidedAll[i] ?? directory
    const { id, membersFrom } = decided.organization
    const source = membersFrom && sources.get(membersFrom.fromOrganizationId)
    const followed = source ? withMembersByRule(decided, source) : decided
    const concerned = differences(directory, followed)
    const told = eventOf(event, i < after.length, memberDifferences(decided, followed), concerned)
    return { id, version, decided, after: followed, concerned, event: told }
  })
}

/** The event with whom it brought into which room, and whom a rule brought into the organization; of its own where it only follows. */
function eventOf(
  event: AuditEvent,
  isNamed: boolean,
  { added, removed }: MemberDifferences,
  concerned: Differences,
): AuditEvent | null {
  const idsOf = (people: Person[]) => people.map((person) => person.accountId)
  const rooms = concerned.rooms.filter((room) => room.joined.length + room.left.length > 0)
  const byRule = added.length + removed.length > 0 && { byRule: { joined: idsOf(added), left: idsOf(removed) } }
  if (!isNamed && rooms.length === 0 && !byRule) return null
  const own = isNamed
    ? event
    : { action: 'organization.followed_rule', targetKind: event.targetKind, targetId: event.targetId }
  const detail = {
    ...(isNamed ? event.detail : { cause: event.action }),
    ...byRule,
    ...(rooms.length > 0 && { rooms }),
  }
  return { ...own, detail }
}

/** Fails its batch when the organization has another version by now: null is not allowed there. */
function claimVersion(db: Database, organizationId: Id, version: number): Statement {
  const next = sql`case when ${organizations.version} = ${version} then ${version + 1} end`
  return db.update(organizations).set({ version: next }).where(eq(organizations.id, organizationId))
}

export function outboxStatements(
  context: Pick<DirectoryContext, 'db' | 'now'>,
  organizationId: Id,
  concerned: Differences,
): Statement[] {
  const roomIds = concerned.rooms.map((room) => room.roomId)
  return [
    ...waitFor(context.db, organizationId, 'room', roomIds, context.now),
    ...waitFor(context.db, organizationId, 'account', concerned.accounts, context.now),
  ]
}

/** D1 names the constraint that failed in the words of its error, and nowhere else. */
async function outcomeOf(batch: Promise<void>): Promise<Outcome> {
  try {
    await batch
    return 'committed'
  } catch (error) {
    const text = errorText(error)
    if (text.includes('NOT NULL constraint failed: organizations.version')) return 'outrun'
    if (text.includes('UNIQUE constraint failed: accounts.login_id')) return 'login_id_taken'
    if (text.includes('UNIQUE constraint failed: position_holders')) return 'seat_taken'
    throw error
  }
}
