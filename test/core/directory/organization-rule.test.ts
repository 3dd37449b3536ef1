import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withHolders, withPerson } from '../../../core/directory/changes.ts'
import { indexDirectory } from '../../../core/directory/directory-index.ts'
import type { OrganizationDirectory, Person } from '../../../core/directory/organization.ts'
import { memberDifferences, withMembersByRule, withoutRule } from '../../../core/directory/organization-rule.ts'
import { roomMembership } from '../../../core/directory/room-membership.ts'
import { withTitle } from '../../../core/directory/structure.ts'
import type { MemberRule } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import { aCorps, aDirectory, aPerson, aRoom, aSeat, aTitle, aUnit, idOf } from '../../support/directory-builders.ts'

const officers: MemberRule = { minRank: 50, units: [idOf('第3分団')], accounts: [idOf('desk-2')] }
const everyone = aRoom('everyone', { rule: { everyone: true } })

/** An organization of its own whose members come from the corps, with one guest made by hand. */
function aLiaison(
  rule: MemberRule | null = officers,
  parts: Partial<OrganizationDirectory> = {},
): OrganizationDirectory {
  const { organization } = aDirectory()
  const membersFrom = rule && { fromOrganizationId: idOf('corps'), rule }
  return aDirectory({
    organization: { ...organization, id: idOf('liaison'), name: '災害連絡用', membersFrom },
    units: [aUnit('本部')],
    positions: [aSeat('事務局', { unitId: idOf('本部'), isUnique: false })],
    people: [aPerson('guest', { unitId: idOf('本部') })],
    rooms: [everyone, aRoom('captains', { rule: { minRank: 50 } })],
    ...parts,
  })
}

const namesOf = (people: Person[]) => people.map(({ name }) => name).toSorted()
const membersOf = (directory: OrganizationDirectory, room = everyone) =>
  roomMembership(indexDirectory(directory), room).members

describe('members by rule', () => {
  test('[DR22] are those whom the rule names in the source, besides those made by hand', () => {
    expect(namesOf(withMembersByRule(aLiaison(), aCorps()).people)).toEqual(
      ['chief', 'captain-1', 'captain-2', 'captain-3', 'member-3', 'desk-2', 'guest'].toSorted(),
    )
    expect(namesOf(withMembersByRule(aLiaison({}), aCorps()).people)).toEqual(['guest'])
    expect(withMembersByRule(aLiaison(null), aCorps())).toEqual(aLiaison(null))
  })

  test('[DR22] a promotion brings a member, the demotion takes them out, seats included', () => {
    const promoted = withPerson(aCorps(), idOf('member-1'), { titleId: idOf('分団長') })
    const before = withMembersByRule(aLiaison(), aCorps())
    const after = withMembersByRule(before, promoted)
    expect(namesOf(memberDifferences(before, after).added)).toEqual(['member-1'])
    const seated = withHolders(after, idOf('事務局'), { added: [idOf('member-1'), idOf('guest')], removed: [] })
    const demoted = withMembersByRule(seated, aCorps())
    expect(namesOf(memberDifferences(seated, demoted).removed)).toEqual(['member-1'])
    expect(demoted.positions[0]?.holders).toEqual([idOf('guest')])
  })

  test('[DR22] a seat in a unit that the rule names brings its holder', () => {
    const seat = aSeat('第3分団 補佐', { unitId: idOf('第3分団'), holders: [idOf('member-2')] })
    const corps = aCorps()
    const changed = { ...corps, positions: [...corps.positions, seat] }
    expect(namesOf(withMembersByRule(aLiaison(), changed).people)).toContain('member-2')
  })

  test('[DR23] are shown with unit and title of the source, and rooms go by its ranks and units', () => {
    const directory = withMembersByRule(aLiaison(), aCorps())
    const captain = membersOf(directory).find(({ name }) => name === 'captain-2')
    expect(captain).toMatchObject({ title: '分団長', rank: 50, unitName: '第2分団' })
    const ranked = membersOf(directory, aRoom('ranked', { rule: { minRank: 90, units: [idOf('第3分団')] } }))
    expect(ranked.map(({ name }) => name).toSorted()).toEqual(['captain-3', 'chief', 'member-3'])
    const orders = membersOf(directory).map(({ name, unitOrder }) => [name, unitOrder])
    expect(orders[0]).toEqual(['guest', 1])
    expect(new Set(orders.map(([, order]) => order)).size).toBe(6)
  })

  test('[DR24] nothing in the source removes or changes a member made by hand', () => {
    const chief = aPerson('chief', { unitId: idOf('本部'), isAdmin: true })
    const liaison = aLiaison(officers, { people: [chief] })
    const found = withMembersByRule(liaison, aCorps()).people.filter(({ name }) => name === 'chief')
    expect(found).toEqual([chief])
    const demoted = withPerson(aCorps(), idOf('chief'), { titleId: null })
    expect(withMembersByRule(liaison, demoted).people).toContainEqual(chief)
  })

  test('[DR24] a disabled account stays with its seats, and is in no room', () => {
    const before = withMembersByRule(aLiaison(), aCorps())
    const seated = withHolders(before, idOf('事務局'), { added: [idOf('captain-1')], removed: [] })
    const disabled = withMembersByRule(seated, withPerson(aCorps(), idOf('captain-1'), { disabled: true }))
    expect(disabled.positions[0]?.holders).toEqual([idOf('captain-1')])
    expect(membersOf(disabled).map(({ name }) => name)).not.toContain('captain-1')
    const back = withMembersByRule(disabled, aCorps())
    expect(membersOf(back).find(({ name }) => name === 'captain-1')?.title).toBe('事務局')
  })

  test('[DR25] without the rule there are members made by hand alone, in units of their own', () => {
    const lent = aPerson('lent', { unitId: idOf('第1分団'), titleId: idOf('団員') })
    const seat = aSeat('事務局', { unitId: idOf('本部'), holders: [idOf('chief'), idOf('guest')] })
    const liaison = aLiaison()
    const full = withMembersByRule({ ...liaison, people: [...liaison.people, lent], positions: [seat] }, aCorps())
    const bare = withoutRule(full)
    expect(bare.people).toEqual([...liaison.people, { ...lent, unitId: idOf('本部'), titleId: null }])
    expect(bare.positions[0]?.holders).toEqual([idOf('guest')])
    expect([bare.borrowed, bare.organization.membersFrom]).toEqual([{ units: [], titles: [] }, null])
  })
})

/** One change of the source; numbers choose among what there is. */
type Step =
  | { t: 'title'; who: number; title: number | null }
  | { t: 'unit'; who: number; unit: number }
  | { t: 'disabled'; who: number; disabled: boolean }
  | { t: 'seat'; who: number; seat: number }
  | { t: 'rank'; title: number; rank: number }
  | { t: 'join'; who: number; unit: number }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ t: fc.constant('title' as const), who: fc.nat(), title: fc.option(fc.nat()) }),
  fc.record({ t: fc.constant('unit' as const), who: fc.nat(), unit: fc.nat() }),
  fc.record({ t: fc.constant('disabled' as const), who: fc.nat(), disabled: fc.boolean() }),
  fc.record({ t: fc.constant('seat' as const), who: fc.nat(), seat: fc.nat() }),
  fc.record({ t: fc.constant('rank' as const), title: fc.nat(), rank: fc.nat(100) }),
  fc.record({ t: fc.constant('join' as const), who: fc.nat(), unit: fc.nat() }),
)

const corps = aCorps()
const anyOf = (ids: Id[]) => fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 })
const anyRule: fc.Arbitrary<MemberRule> = fc.record(
  {
    units: anyOf(corps.units.map(({ id }) => id)),
    minRank: fc.nat(100),
    titles: anyOf(corps.titles.map(({ id }) => id)),
    positionKinds: fc.constantFrom(['captain'], ['desk'], []),
    accounts: anyOf(corps.people.map(({ accountId }) => accountId)),
  },
  { requiredKeys: [] },
)

function stepped(source: OrganizationDirectory, step: Step): OrganizationDirectory {
  const at = <T>(list: T[], n: number) => list[n % list.length] as T
  const who = 'who' in step ? at(source.people, step.who).accountId : ''
  switch (step.t) {
    case 'title':
      return withPerson(source, who, { titleId: step.title === null ? null : at(source.titles, step.title).id })
    case 'unit':
      return withPerson(source, who, { unitId: at(source.units, step.unit).id })
    case 'disabled':
      return withPerson(source, who, { disabled: step.disabled })
    case 'seat': {
      const seat = at(source.positions, step.seat)
      return withHolders(source, seat.id, { added: [who], removed: seat.holders })
    }
    case 'rank':
      return withTitle(source, { ...at(source.titles, step.title), rank: step.rank })
    case 'join': {
      const person = aPerson(`new-${source.people.length}`, { unitId: at(source.units, step.unit).id })
      return { ...source, people: [...source.people, person] }
    }
  }
}

/** The oracle: the rule read aloud, for one person, without the look-ups of core. */
function isNamed(source: OrganizationDirectory, person: Person, rule: MemberRule): boolean {
  const held = source.positions.filter((seat) => seat.holders.includes(person.accountId))
  const ancestors = (id: Id | null): Id[] =>
    id === null ? [] : [id, ...ancestors(source.units.find((unit) => unit.id === id)?.parentId ?? null)]
  const title = source.titles.find(({ id }) => id === person.titleId)
  return (
    (rule.accounts ?? []).includes(person.accountId) ||
    (title !== undefined && ((rule.titles ?? []).includes(title.id) || title.rank >= (rule.minRank ?? Infinity))) ||
    held.some(({ kind }) => (rule.positionKinds ?? []).includes(kind)) ||
    [person.unitId, ...held.map(({ unitId }) => unitId)].some((unitId) =>
      ancestors(unitId).some((id) => (rule.units ?? []).includes(id)),
    )
  )
}

describe('whatever happens in the source', () => {
  test('[DR22] [DR23] [DR24] members by rule are those who match, always, and members made by hand stay as they are', () => {
    fc.assert(
      fc.property(anyRule, fc.array(anyStep, { maxLength: 12 }), (rule, steps) => {
        const hand = [aPerson('guest', { unitId: idOf('本部') }), aPerson('captain-1', { unitId: idOf('本部') })]
        let source = corps
        let liaison = withMembersByRule(aLiaison(rule, { people: hand }), source)
        for (const step of steps) {
          source = stepped(source, step)
          const before = liaison
          liaison = withMembersByRule(before, source)
          const expected = source.people.filter(
            (person) => isNamed(source, person, rule) && person.accountId !== idOf('captain-1'),
          )
          const shown = ({ accountId, unitId, titleId, disabled }: Person) => ({ accountId, unitId, titleId, disabled })
          const byRule = liaison.people.filter((person) => person.byRule)
          expect(byRule.map(shown)).toEqual(expected.map(shown))
          expect(liaison.people.filter((person) => !person.byRule)).toEqual(hand)
          expect(membersOf(liaison).length).toBe(2 + expected.filter(({ disabled }) => !disabled).length)
          expect(memberDifferences(before, liaison).removed.every((person) => person.byRule)).toBe(true)
        }
        // Step by step or at once: the same.
        expect(withMembersByRule(aLiaison(rule, { people: hand }), source)).toEqual(liaison)
      }),
    )
  })

  test('[DR22] a source that says the same again changes nothing', () => {
    const liaison = withMembersByRule(aLiaison(), corps)
    expect(memberDifferences(liaison, withMembersByRule(liaison, corps))).toEqual({
      added: [],
      removed: [],
      changed: [],
    })
  })
})

test('[DR23] a title with another rank counts for rooms of who follows', () => {
  const raised = withTitle(corps, { ...aTitle('団員', 60) })
  const members = membersOf(withMembersByRule(aLiaison(), raised), aRoom('r', { rule: { minRank: 60 } }))
  expect(members.map(({ name }) => name).toSorted()).toEqual(['chief', 'member-1', 'member-2', 'member-3'])
})
