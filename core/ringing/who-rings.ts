import type { FreshEntry } from '../../protocol/bindings.ts'
import type { Id, Seq } from '../../protocol/ids.ts'
import type { LobbyRoom, RoomPreferences } from '../lobby-state.ts'

/** Something said that may have to ring, and how often it has. */
export type Ringing = FreshEntry & { round: number }

/** What is known at the moment of ringing. */
export type Circumstances = { preferences: RoomPreferences | undefined; onScreen: ReadonlySet<Id> }

/** Who is to be rung for which entry of one room. */
export type RingPlan = {
  rings: { entry: Ringing; accountIds: Id[] }[]
  /** Who would have been rung, but has the room on screen: for a second look. */
  spared: { entry: Ringing; accountIds: Id[] }[]
}

/**
 * Each member once, for the entry that concerns them most: the newest 緊急, or else the newest. Rung is who is meant by it, has not read it, did not
 * write it, does not have the room on screen, and wants it to ring; 緊急 rings whatever they want.
 */
export function planRings(room: LobbyRoom, entries: readonly Ringing[], at: Circumstances): RingPlan {
  const rings = new Map<Ringing, Id[]>()
  const spared = new Map<Ringing, Id[]>()
  const byWeight = entries.toSorted((a, b) => Number(b.urgent ?? false) - Number(a.urgent ?? false) || b.seq - a.seq)
  for (const [accountId, { read }] of Object.entries(room.members)) {
    const ring = at.preferences?.get(accountId)?.ring ?? 'all'
    const entry = byWeight.find(
      (one) => concerns(one, accountId) && read < one.countable && isWanted(one, accountId, ring),
    )
    if (entry === undefined) continue
    const where = at.onScreen.has(accountId) ? spared : rings
    where.set(entry, [...(where.get(entry) ?? []), accountId])
  }
  return { rings: listed(rings), spared: listed(spared) }
}

const concerns = ({ by, only }: Ringing, accountId: Id) =>
  by !== accountId && (only === undefined || only.includes(accountId))

function isWanted({ urgent, mentions }: Ringing, accountId: Id, ring: 'all' | 'mentions' | 'none'): boolean {
  if (urgent || ring === 'all') return true
  return ring === 'mentions' && mentions?.includes(accountId) === true
}

const listed = (byEntry: Map<Ringing, Id[]>) => [...byEntry].map(([entry, accountIds]) => ({ entry, accountIds }))

/** What of a report may have to ring: what its lobby did not know of. */
export const toRing = (known: Seq, { fresh }: { fresh: readonly FreshEntry[] }): Ringing[] =>
  fresh.filter(({ seq }) => seq > known).map((entry) => ({ ...entry, round: 0 }))
