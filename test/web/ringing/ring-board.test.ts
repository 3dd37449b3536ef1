import { expect, test } from 'vitest'
import { type Outlook, outlooks, type RingBoard } from '../../../protocol/ringing.ts'
import type { Roster, RosterMember } from '../../../protocol/roster.ts'
import { boardByUnit, silentIn } from '../../../web/store/ringing/ring-board.ts'
import { ringWords } from '../../../web/words/rings.ts'

const member = (no: number, unit: number, rank = 1): RosterMember => ({
  no,
  name: `person ${no}`,
  title: '',
  unit,
  rank,
  present: true,
  joinedSeq: 1,
})
const roster = (...members: RosterMember[]): Roster => ({
  version: 1,
  units: [
    { name: '本部', order: 1 },
    { name: '第1分団', order: 2 },
    { name: '第2分団', order: 3 },
  ],
  members,
})
const board = (...outlooksByNo: Outlook[]): RingBoard => ({
  members: outlooksByNo.map((outlook, i) => ({ no: i + 1, outlook })),
  now: 0,
})
const nos = (people: readonly { member: RosterMember }[]) => people.map(({ member: { no } }) => no)

test('[RG14] the board counts each member once, and units with somebody who will not ring come first', () => {
  const people = roster(member(1, 0), member(2, 1), member(3, 1), member(4, 2, 1), member(5, 2, 9))
  const shown = boardByUnit(board('rings', 'rings', 'rings', 'denied', 'late'), people)
  expect(shown).toMatchObject({ total: 5, ringing: 3 })
  expect(shown.units.map(({ name, total, ringing, people }) => [name, total, ringing, nos(people)])).toEqual([
    ['第2分団', 2, 0, [5, 4]],
    ['本部', 1, 1, []],
    ['第1分団', 2, 2, []],
  ])
  expect(nos(shown.others)).toEqual([1, 2, 3])
})

test('[RG14] who did not ring when the board was first seen stays there when the device shows itself', () => {
  const people = roster(member(1, 1), member(2, 1))
  const watched = new Set(silentIn(board('untried', 'rings')))
  const shown = boardByUnit(board('rings', 'rings'), people, watched)
  expect(shown).toMatchObject({ total: 2, ringing: 2 })
  expect(nos(shown.units[0]?.people ?? [])).toEqual([1])
  expect(nos(shown.others)).toEqual([2])
})

test('[RG14] who left, and who is not on the board, is counted nowhere', () => {
  const people = roster(member(1, 1), { ...member(2, 1), present: false }, member(3, 1))
  const shown = boardByUnit(board('rings', 'denied'), people)
  expect(shown).toMatchObject({ total: 1, ringing: 1, units: [{ name: '第1分団', total: 1, ringing: 1, people: [] }] })
})

test('[RG14] every reason not to ring has its own words', () => {
  expect(Object.keys(ringWords.why).sort()).toEqual(outlooks.filter((outlook) => outlook !== 'rings').sort())
})
