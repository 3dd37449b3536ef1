import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexDirectory } from '../../../core/directory/directory-index.ts'
import { decidePosition, decideUnit, lastOrder, withMember, withTitle } from '../../../core/directory/structure.ts'
import { refuse } from '../../../protocol/result.ts'
import { aCorps, aDirectory, aPerson, aSeat, aTitle, aUnit, idOf } from '../../support/directory-builders.ts'

test('[DR26] a unit comes below a unit of the organization, and nowhere else', () => {
  const borrowed = { units: [aUnit('総務課')], titles: [] }
  const corps = aCorps()
  expect(decideUnit(corps, aUnit('班', { parentId: idOf('第1分団') }))).toMatchObject({ ok: true })
  expect(decideUnit({ ...corps, borrowed }, aUnit('班', { parentId: idOf('総務課') }))).toEqual(refuse('not_found'))
  expect(decideUnit(corps, aUnit('消防団', { parentId: idOf('第1分団') }))).toEqual(refuse('malformed'))
  expect(decideUnit(corps, aUnit('消防団', { parentId: idOf('消防団') }))).toEqual(refuse('malformed'))
  expect(decideUnit(corps, aUnit('班', { parentId: idOf('班') }))).toEqual(refuse('malformed'))
})

test('[DR26] whatever is moved where, every unit is in the tree', () => {
  const unit = fc.nat(6).map((n) => `unit-${n}`)
  fc.assert(
    fc.property(fc.array(fc.tuple(unit, fc.option(unit)), { maxLength: 20 }), (moves) => {
      let directory = aDirectory()
      for (const [name, parent] of moves) {
        const decided = decideUnit(directory, aUnit(name, { parentId: parent === null ? null : idOf(parent) }))
        if (decided.ok) directory = decided.value
      }
      expect(indexDirectory(directory).unitOrder.size).toBe(directory.units.length)
    }),
  )
})

test('[DR26] a position is in a unit of the organization; one with several holders cannot become unique', () => {
  const corps = aCorps()
  const desk = corps.positions.find(({ kind }) => kind === 'desk') ?? expect.unreachable()
  expect(decidePosition(corps, { ...desk, isUnique: true })).toEqual(refuse('seat_taken'))
  expect(decidePosition(corps, { ...desk, name: '事務局' })).toMatchObject({ ok: true })
  expect(decidePosition(corps, aSeat('x', { unitId: idOf('総務課') }))).toEqual(refuse('not_found'))
})

test('[DR26] what is there is changed, what is not is added', () => {
  const corps = aCorps()
  expect(withTitle(corps, aTitle('団員', 20)).titles.map(({ rank }) => rank)).toEqual([90, 50, 20])
  expect(withTitle(corps, aTitle('班長', 30)).titles).toHaveLength(4)
  const moved = aPerson('member-1', { unitId: idOf('第2分団') })
  expect(withMember(corps, moved).people).toHaveLength(corps.people.length)
  expect(withMember(corps, moved).people).toContainEqual(moved)
  expect([lastOrder([]), lastOrder([{ order: 3 }, { order: 2 }])]).toEqual([1, 4])
})
