import type { OrganizationDirectory, Person, Position, Room, Title, Unit } from '../../core/directory/organization.ts'
import type { Id } from '../../protocol/ids.ts'

/** The same id for the same name, in every test: 32 hex characters. */
export function idOf(name: string): Id {
  let text = ''
  for (let part = 0; part < 4; part += 1) {
    let hash = 0x811c9dc5 ^ part
    for (const char of `${part}${name}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
    text += hash.toString(16).padStart(8, '0')
  }
  return text
}

export const aUnit = (name: string, unit: Partial<Unit> = {}): Unit => ({
  id: idOf(name),
  parentId: null,
  name,
  order: 0,
  ...unit,
})

export const aTitle = (name: string, rank: number): Title => ({ id: idOf(name), name, rank })

export const aSeat = (name: string, seat: Partial<Position> & { unitId: Id }): Position => ({
  ...{ id: idOf(name), name, kind: 'staff', isUnique: true, order: 0, holders: [] },
  ...seat,
})

export const aPerson = (name: string, person: Partial<Person> & { unitId: Id }): Person => ({
  ...{ accountId: idOf(name), name, kana: name, phone: null, disabled: false, issuedBy: idOf('corps') },
  ...{ titleId: null, isAdmin: false, mayMakeRooms: false, byRule: false },
  ...person,
})

export const aRoom = (name: string, room: Partial<Room> = {}): Room => ({
  ...{ id: idOf(name), name, purpose: '', kind: 'open', history: 'all', rule: { everyone: true } },
  ...{ postRule: null, createdBy: null, archivedAt: null, desk: null },
  ...room,
})

export const aDirectory = (parts: Partial<OrganizationDirectory> = {}): OrganizationDirectory => ({
  organization: {
    ...{ id: idOf('corps'), name: '消防団', badge: '団', peopleWord: '団員', changeWindowMs: 86_400_000 },
    ...{ versionsFor: 'moderators', roomsBy: 'admins', moderatorKinds: ['desk', 'headquarters'], membersFrom: null },
  },
  ...{ units: [], titles: [], positions: [], people: [], rooms: [], borrowed: { units: [], titles: [] } },
  ...parts,
})

/**
 * A fire corps: headquarters with its chief, a desk of two, and divisions with a captain and a member each.
 * People are named `chief`, `desk-1`, `desk-2`, `captain-1` …, `member-1` …
 */
export function aCorps({
  divisions = 3,
  rooms = [],
}: {
  divisions?: number
  rooms?: Room[]
} = {}): OrganizationDirectory {
  const numbers = Array.from({ length: divisions }, (_, i) => i + 1)
  const corps = aUnit('消防団')
  const headquarters = aUnit('団本部', { parentId: corps.id, order: 1 })
  const desk = aUnit('消防団事務局', { parentId: corps.id, order: 2 })
  const division = (n: number) => aUnit(`第${n}分団`, { parentId: corps.id, order: 10 + n })
  const [chief, captain, member] = [aTitle('団長', 90), aTitle('分団長', 50), aTitle('団員', 10)]
  return aDirectory({
    units: [corps, headquarters, desk, ...numbers.map(division)],
    titles: [chief, captain, member],
    positions: [
      aSeat('団長', { unitId: headquarters.id, kind: 'headquarters', order: 1, holders: [idOf('chief')] }),
      aSeat('消防団担当', {
        ...{ unitId: desk.id, kind: 'desk', order: 2, isUnique: false },
        holders: [idOf('desk-1'), idOf('desk-2')],
      }),
      ...numbers.map((n) =>
        aSeat(`第${n}分団 分団長`, {
          ...{ unitId: division(n).id, kind: 'captain', order: 10 + n },
          holders: [idOf(`captain-${n}`)],
        }),
      ),
    ],
    people: [
      aPerson('chief', { unitId: headquarters.id, titleId: chief.id, phone: '0296-00-0001' }),
      aPerson('desk-1', { unitId: desk.id, isAdmin: true }),
      aPerson('desk-2', { unitId: desk.id }),
      ...numbers.map((n) => aPerson(`captain-${n}`, { unitId: division(n).id, titleId: captain.id })),
      ...numbers.map((n) => aPerson(`member-${n}`, { unitId: division(n).id, titleId: member.id })),
    ],
    rooms,
  })
}
