import type { Roster, RosterMember } from '../../../protocol/roster.ts'
import type { HeldSheet } from './room-fold.ts'

export type ReadState = 'unread' | 'read' | 'stale'

/** One unit on a read sheet: how many of it, and who. */
export type UnitOfReaders = {
  name: string
  total: number
  counts: Record<ReadState, number>
  people: { member: RosterMember; state: ReadState }[]
}

/** A read sheet by unit, in the units' order; in a unit the higher rank comes first. */
export function readersByUnit(sheet: HeldSheet, roster: Roster): UnitOfReaders[] {
  const members = new Map(roster.members.map((member) => [member.no, member]))
  const units = new Map<number, UnitOfReaders>()
  sheet.members.forEach((no, i) => {
    const member = members.get(no)
    if (!member) return
    const state = stateAt(sheet, i)
    const unit = units.get(member.unit) ?? {
      name: roster.units[member.unit]?.name ?? '',
      total: 0,
      counts: { unread: 0, read: 0, stale: 0 },
      people: [],
    }
    unit.total += 1
    unit.counts[state] += 1
    unit.people.push({ member, state })
    units.set(member.unit, unit)
  })
  const ordered = [...units].sort(([a], [b]) => orderOf(roster, a) - orderOf(roster, b)).map(([, unit]) => unit)
  for (const { people } of ordered) people.sort((a, b) => byRank(a.member, b.member))
  return ordered
}

/** How many of a sheet are in each state; who read only the old version has not read the message as it is. */
export function totals(units: readonly UnitOfReaders[]): Record<ReadState, number> {
  const sum = { unread: 0, read: 0, stale: 0 }
  for (const { counts } of units) for (const state of states) sum[state] += counts[state]
  return sum
}

const states: readonly ReadState[] = ['unread', 'read', 'stale']

function stateAt({ read, stale }: HeldSheet, i: number): ReadState {
  if (stale[i]) return 'stale'
  return read[i] ? 'read' : 'unread'
}

/** The members of a room by unit, those who are present. */
export function membersByUnit(roster: Roster): { name: string; people: RosterMember[] }[] {
  const units = new Map<number, RosterMember[]>()
  for (const member of roster.members) {
    if (member.present) units.set(member.unit, [...(units.get(member.unit) ?? []), member])
  }
  return [...units]
    .sort(([a], [b]) => orderOf(roster, a) - orderOf(roster, b))
    .map(([unit, people]) => ({ name: roster.units[unit]?.name ?? '', people: people.sort(byRank) }))
}

const orderOf = (roster: Roster, unit: number) => roster.units[unit]?.order ?? Number.MAX_SAFE_INTEGER

const byRank = (a: RosterMember, b: RosterMember) => b.rank - a.rank || a.no - b.no
