import type { DirectoryMember, DirectoryRoom } from '../protocol/bindings.ts'
import type { Draft, Person } from './change.ts'
import { presentStay, type RoomState } from './room-state.ts'

/**
 * What a directory state means for a room: new facts and people, one membership entry when people joined or left,
 * one entry when the room was renamed. Nothing for a revision up to the room's own.
 * Who changed sides left and joined: each side's messages count the other side, so a stay has one side.
 */
export function directoryChange(state: RoomState, next: DirectoryRoom): Draft[] {
  if (next.revision <= state.revision) return []
  const people = [...state.people]
  const numberOf = new Map(state.byAccount)
  for (const member of next.members) {
    const no = numberOf.get(member.accountId) ?? people.length + 1
    numberOf.set(member.accountId, no)
    people[no - 1] = person(no, member)
  }
  const drafts: Draft[] = [{ type: 'directory', revision: next.revision, facts: next.facts, people }]
  if (state.head > 0 && next.facts.name !== state.facts.name) {
    drafts.push({ type: 'append', by: 0, body: { kind: 'renamed', name: next.facts.name } })
  }
  const { joined, left } = moves(state, next.members, numberOf)
  if (joined.length > 0 || left.length > 0)
    drafts.push({ type: 'append', by: 0, body: { kind: 'membership', joined, left } })
  return drafts
}

function moves(state: RoomState, members: readonly DirectoryMember[], numberOf: ReadonlyMap<string, number>) {
  const wanted = new Map(members.map((member) => [numberOf.get(member.accountId) as number, member.side]))
  const joined: number[] = []
  const left: number[] = []
  for (const [no, side] of wanted) {
    const stay = presentStay(state, no)
    if (stay && stay.side !== side) left.push(no)
    if (!stay || stay.side !== side) joined.push(no)
  }
  for (const stay of state.newest.values()) {
    if (stay.leftSeq === null && !wanted.has(stay.no)) left.push(stay.no)
  }
  return { joined, left }
}

function person(no: number, member: DirectoryMember): Person {
  const { accountId, name, title, rank, unitName, unitOrder, side, phone, rights } = member
  return {
    no,
    accountId,
    name,
    title,
    rank,
    unitName,
    unitOrder,
    rights,
    ...(side === undefined ? {} : { side }),
    ...(phone === undefined ? {} : { phone }),
  }
}
