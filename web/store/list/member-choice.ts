import { type DirectoryIndex, indexDirectory } from '../../../core/directory/directory-index.ts'
import { accountsByRule } from '../../../core/directory/member-rule.ts'
import { positionKindWord } from '../../../core/directory/rule-in-words.ts'
import type { DirectoryView, MemberRule } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'

/** A directory to choose from: the rules that will fill the room are asked who that would be. */
export type Choice = { view: DirectoryView; index: DirectoryIndex }

/** What a member's view leaves out has no say in who matches a rule. */
export function choiceFrom(view: DirectoryView, organizationId: Id): Choice {
  const index = indexDirectory({
    organization: {
      id: organizationId,
      name: '',
      badge: '',
      peopleWord: '',
      changeWindowMs: 0,
      versionsFor: 'nobody',
      roomsBy: 'admins',
      moderatorKinds: [],
      membersFrom: null,
    },
    units: view.units,
    titles: view.titles,
    positions: view.positions.map((position, order) => ({ ...position, order })),
    people: view.people.map(({ title: _, ...person }) => ({ ...person, ...unsaid })),
    rooms: [],
    borrowed: { units: [], titles: [] },
  })
  return { view, index }
}

const unsaid = {
  kana: '',
  phone: null,
  disabled: false,
  issuedBy: null,
  isAdmin: false,
  mayMakeRooms: false,
  byRule: false,
}

export type Person = DirectoryView['people'][number]

/** Who a rule lets in, in the directory's order. */
export function peopleOf({ view, index }: Choice, rule: MemberRule): Person[] {
  const accounts = accountsByRule(index, rule)
  return view.people.filter(({ accountId }) => accounts.has(accountId))
}

export type SeatKind = { kind: string; words: string; seats: number }

/** The kinds of seats that somebody holds, in words. */
export function seatKinds({ view, index }: Choice): SeatKind[] {
  const kinds = [...new Set(view.positions.map(({ kind }) => kind))]
  return kinds.map((kind) => ({
    kind,
    words: positionKindWord(index, kind),
    seats: view.positions.filter((position) => position.kind === kind).length,
  }))
}

/** Units in the order of the tree, with how deep each lies. */
export function unitTree({ view }: Choice): { id: Id; name: string; depth: number }[] {
  const depths = new Map<Id, number>()
  for (const { id, parentId } of view.units) depths.set(id, parentId === null ? 0 : (depths.get(parentId) ?? 0) + 1)
  return view.units.map(({ id, name }) => ({ id, name, depth: depths.get(id) ?? 0 }))
}

export function findPeople({ view, index }: Choice, text: string): Person[] {
  const wanted = text.replace(/\s/g, '')
  const has = (field: string | undefined) => field?.replace(/\s/g, '').includes(wanted) === true
  return view.people.filter(({ name, title, unitId }) => has(name) || has(title) || has(index.units.get(unitId)?.name))
}

/** A rule without its empty parts. */
export function compact(rule: MemberRule): MemberRule {
  if (rule.everyone) return { everyone: true }
  return Object.fromEntries(
    Object.entries(rule).filter(
      ([, part]) => part !== undefined && part !== false && !(Array.isArray(part) && part.length === 0),
    ),
  )
}
