import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withPerson } from '../../../core/directory/changes.ts'
import { indexDirectory } from '../../../core/directory/directory-index.ts'
import { accountsByRule, namesStrangers } from '../../../core/directory/member-rule.ts'
import type { OrganizationDirectory } from '../../../core/directory/organization.ts'
import type { MemberRule } from '../../../protocol/http.ts'
import { aCorps, aDirectory, aPerson, aSeat, aTitle, aUnit, idOf } from '../../support/directory-builders.ts'

const names = (directory: OrganizationDirectory, rule: MemberRule) => {
  const found = accountsByRule(indexDirectory(directory), rule)
  return directory.people.filter((person) => found.has(person.accountId)).map((person) => person.name)
}

describe('one part of a rule', () => {
  const corps = aCorps()

  test('[DR1] everyone is everyone', () => {
    expect(names(corps, { everyone: true })).toEqual(corps.people.map((person) => person.name))
  })

  test('[DR1] a unit lets in the units below it', () => {
    expect(names(corps, { units: [idOf('第2分団')] })).toEqual(['captain-2', 'member-2'])
    expect(names(corps, { units: [idOf('消防団')] })).toHaveLength(corps.people.length)
  })

  test('[DR1] a rank lets in titles from it on, and nobody without a title', () => {
    expect(names(corps, { minRank: 50 })).toEqual(['chief', 'captain-1', 'captain-2', 'captain-3'])
    expect(names(corps, { minRank: 0 })).not.toContain('desk-1')
  })

  test('[DR1] titles, seats, kinds of seats and persons', () => {
    expect(names(corps, { titles: [idOf('団長')] })).toEqual(['chief'])
    expect(names(corps, { positions: [idOf('第3分団 分団長')] })).toEqual(['captain-3'])
    expect(names(corps, { positionKinds: ['captain'] })).toEqual(['captain-1', 'captain-2', 'captain-3'])
    expect(names(corps, { accounts: [idOf('member-1')] })).toEqual(['member-1'])
  })

  test('[DR1] an empty rule lets in nobody, and parts add up', () => {
    expect(names(corps, {})).toEqual([])
    expect(names(corps, { positionKinds: ['headquarters'], accounts: [idOf('member-1')] })).toEqual([
      'chief',
      'member-1',
    ])
  })

  test('[DR2] a seat in a unit belongs to the unit', () => {
    const seat = aSeat('第1分団 補佐', { unitId: idOf('第1分団'), holders: [idOf('member-3')] })
    const directory = { ...corps, positions: [...corps.positions, seat] }
    expect(names(directory, { units: [idOf('第1分団')] })).toEqual(['captain-1', 'member-1', 'member-3'])
  })

  test('[DR3] a disabled account is let in by no rule', () => {
    const disabled = withPerson(corps, idOf('captain-1'), { disabled: true })
    expect(names(disabled, { everyone: true, accounts: [idOf('captain-1')] })).not.toContain('captain-1')
    expect(names(disabled, { positionKinds: ['captain'] })).toEqual(['captain-2', 'captain-3'])
  })

  test('[DR3] what another organization has is strange here', () => {
    const index = indexDirectory(corps)
    expect(namesStrangers(index, { units: [idOf('総務課')] })).toBe(true)
    expect(namesStrangers(index, { accounts: [idOf('mayor')] })).toBe(true)
    expect(namesStrangers(index, { units: [idOf('団本部')], positionKinds: ['whatever'], minRank: 1 })).toBe(false)
  })

  test('[DR1] a unit that is its own grandparent ends the walk', () => {
    const [a, b] = [aUnit('a', { parentId: idOf('b') }), aUnit('b', { parentId: idOf('a') })]
    const directory = aDirectory({ units: [a, b], people: [aPerson('ami', { unitId: a.id })] })
    expect(names(directory, { units: [b.id] })).toEqual(['ami'])
  })
})

/** Any directory of up to eight units, four titles, six seats and ten people. */
const anyDirectory = fc
  .record({
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
    ranks: fc.array(fc.nat(9), { maxLength: 4 }),
    seats: fc.array(
      fc.record({
        unit: fc.nat(),
        kind: fc.constantFrom('captain', 'desk'),
        holders: fc.array(fc.nat(), { maxLength: 2 }),
      }),
      {
        maxLength: 6,
      },
    ),
    people: fc.array(fc.record({ unit: fc.nat(), title: fc.option(fc.nat()), disabled: fc.boolean() }), {
      minLength: 1,
      maxLength: 10,
    }),
  })
  .map(({ parents, ranks, seats, people }) => {
    const unitAt = (n: number) => idOf(`unit-${n % parents.length}`)
    const personAt = (n: number) => idOf(`person-${n % people.length}`)
    return aDirectory({
      units: parents.map((parent, i) => aUnit(`unit-${i}`, { parentId: i === 0 ? null : idOf(`unit-${parent % i}`) })),
      titles: ranks.map((rank, i) => aTitle(`title-${i}`, rank)),
      positions: seats.map(({ unit, kind, holders }, i) =>
        aSeat(`seat-${i}`, {
          unitId: unitAt(unit),
          kind,
          isUnique: false,
          holders: [...new Set(holders.map(personAt))],
        }),
      ),
      people: people.map(({ unit, title, disabled }, i) =>
        aPerson(`person-${i}`, {
          ...{ unitId: unitAt(unit), disabled },
          titleId: title === null || ranks.length === 0 ? null : idOf(`title-${title % ranks.length}`),
        }),
      ),
    })
  })

const anyIds = (prefix: string) =>
  fc.array(
    fc.nat(11).map((n) => idOf(`${prefix}-${n}`)),
    { maxLength: 3 },
  )
const anyRule: fc.Arbitrary<MemberRule> = fc.record(
  {
    units: anyIds('unit'),
    minRank: fc.nat(10),
    titles: anyIds('title'),
    positions: anyIds('seat'),
    positionKinds: fc.array(fc.constantFrom('captain', 'desk', 'none'), { maxLength: 2 }),
    accounts: anyIds('person'),
  },
  { requiredKeys: [] },
)

describe('every rule in every directory', () => {
  test('[DR3] lets in only members of the organization who are not disabled', () => {
    fc.assert(
      fc.property(anyDirectory, anyRule, (directory, rule) => {
        const allowed = new Set(directory.people.filter((person) => !person.disabled).map((person) => person.accountId))
        expect([...accountsByRule(indexDirectory(directory), rule)].filter((id) => !allowed.has(id))).toEqual([])
      }),
    )
  })

  test('[DR1] is the sum of its parts', () => {
    fc.assert(
      fc.property(anyDirectory, anyRule, (directory, rule) => {
        const index = indexDirectory(directory)
        const parts = Object.entries(rule).map(([part, value]) => accountsByRule(index, { [part]: value }))
        expect(new Set(parts.flatMap((part) => [...part]))).toEqual(accountsByRule(index, rule))
      }),
    )
  })

  test('[DR1] a unit never has fewer people than the units below it', () => {
    fc.assert(
      fc.property(anyDirectory, (directory) => {
        const index = indexDirectory(directory)
        for (const { id, parentId } of directory.units) {
          if (parentId === null) continue
          const inParent = accountsByRule(index, { units: [parentId] })
          expect([...accountsByRule(index, { units: [id] })].filter((accountId) => !inParent.has(accountId))).toEqual(
            [],
          )
        }
      }),
    )
  })

  test('[DR1] a lower rank never loses anyone', () => {
    fc.assert(
      fc.property(anyDirectory, fc.nat(10), fc.nat(10), (directory, one, other) => {
        const index = indexDirectory(directory)
        const low = accountsByRule(index, { minRank: Math.min(one, other) })
        const high = accountsByRule(index, { minRank: Math.max(one, other) })
        expect([...high].filter((id) => !low.has(id))).toEqual([])
      }),
    )
  })
})
