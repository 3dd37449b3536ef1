import type { DirectoryMember, DirectoryRoom } from '../../protocol/bindings.ts'
import type { ClientId, Id } from '../../protocol/ids.ts'
import type { RoomFacts } from '../../protocol/roster.ts'

/** A readable id for tests: `id('ami')` is always the same 32 hex characters. */
export function id(name: string): Id {
  const hex = [...name].map((letter) => letter.charCodeAt(0).toString(16)).join('')
  return (hex + '0'.repeat(32)).slice(0, 32)
}

/** The n-th client id of a sender; a well-formed UUID version 7. */
export const clientId = (n: number, sender = 0): ClientId =>
  `01900000-0000-7${sender.toString(16).padStart(3, '0')}-8000-${n.toString(16).padStart(12, '0')}`

export const aFacts = (facts: Partial<RoomFacts> = {}): RoomFacts => ({
  id: id('room'),
  organizationId: id('corps'),
  organizationName: '火見市消防団',
  organizationBadge: '団',
  name: '消防団一斉連絡',
  purpose: '',
  ruleInWords: '分団長（34名）',
  kind: 'open',
  history: 'all',
  changeWindowMs: 3_600_000,
  versionsFor: 'moderators',
  ...facts,
})

export const aMember = (name: string, member: Partial<DirectoryMember> = {}): DirectoryMember => ({
  accountId: id(name),
  name,
  title: '分団長',
  rank: 1,
  unitId: id('unit'),
  unitName: '第1分団',
  unitOrder: 1,
  rights: { post: true, moderate: false },
  ...member,
})

/** A directory state; members are names or whole members. */
export const aRoom = (
  members: (string | DirectoryMember)[],
  { revision = 1, facts = {} }: { revision?: number; facts?: Partial<RoomFacts> } = {},
): DirectoryRoom => ({
  revision,
  facts: aFacts(facts),
  members: members.map((member) => (typeof member === 'string' ? aMember(member) : member)),
})
