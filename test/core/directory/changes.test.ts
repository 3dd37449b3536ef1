import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decideHolder,
  seatsWithoutDeskRoom,
  withHolders,
  withPerson,
  withRoom,
} from '../../../core/directory/changes.ts'
import { differences } from '../../../core/directory/differences.ts'
import { indexDirectory } from '../../../core/directory/directory-index.ts'
import { roomMembership } from '../../../core/directory/room-membership.ts'
import { ok, refuse } from '../../../protocol/result.ts'
import { aCorps, aRoom, aSeat, idOf } from '../../support/directory-builders.ts'

const [ami, ben, cho] = [idOf('ami'), idOf('ben'), idOf('cho')]

describe('who holds a seat', () => {
  const empty = aSeat('seat', { unitId: 'u' })
  const amis = { ...empty, holders: [ami] }
  const shared = { ...empty, isUnique: false, holders: [ami, ben] }

  test.each([
    ['into an empty seat', empty, ben, undefined, ok({ added: [ben], removed: [] })],
    ['into a seat seen empty', empty, ben, null, ok({ added: [ben], removed: [] })],
    ['into another’s seat', amis, ben, undefined, refuse('seat_taken')],
    ['into another’s seat, seen empty', amis, ben, null, refuse('changed_meanwhile')],
    ['in place of the one seen', amis, ben, ami, ok({ added: [ben], removed: [ami] })],
    ['in place of one who has gone', amis, ben, cho, refuse('changed_meanwhile')],
    ['again into the own seat', amis, ami, undefined, ok({ added: [], removed: [] })],
    ['out of it', amis, null, ami, ok({ added: [], removed: [ami] })],
    ['out of it, whoever it is', amis, null, undefined, ok({ added: [], removed: [ami] })],
    ['into a shared seat', shared, cho, undefined, ok({ added: [cho], removed: [] })],
    ['in place of one of a shared seat', shared, cho, ben, ok({ added: [cho], removed: [ben] })],
    ['out of a shared seat, one', shared, null, ben, ok({ added: [], removed: [ben] })],
    ['out of a shared seat, all', shared, null, undefined, ok({ added: [], removed: [ami, ben] })],
  ])('[DR11] %s', (_, seat, accountId, holderWas, expected) => {
    expect(decideHolder(seat, accountId, holderWas)).toEqual(expected)
  })

  test('[DR11] a unique seat never has two, whatever is asked of it', () => {
    const anyone = fc.constantFrom(ami, ben, cho, null)
    fc.assert(
      fc.property(fc.array(fc.tuple(anyone, fc.option(anyone, { nil: undefined }))), (wishes) => {
        let directory = aCorps()
        const seatId = idOf('第1分団 分団長')
        for (const [accountId, holderWas] of wishes) {
          const seat = indexDirectory(directory).positions.get(seatId) ?? expect.unreachable()
          const decided = decideHolder(seat, accountId, holderWas)
          if (decided.ok) directory = withHolders(directory, seatId, decided.value)
          expect(indexDirectory(directory).positions.get(seatId)?.holders.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('whom a change concerns', () => {
  const rooms = [
    aRoom('captains', { rule: { positionKinds: ['captain'] } }),
    aRoom('division 1', { rule: { units: [idOf('第1分団')] } }),
    aRoom('division 2', { rule: { units: [idOf('第2分団')] } }),
  ]
  const corps = aCorps({ rooms })

  test('[DR7] nobody, when nothing changes', () => {
    expect(differences(corps, structuredClone(corps))).toEqual({ rooms: [], accounts: [] })
  })

  test('[DR7] a new holder concerns the seat’s rooms, the one who came and the one who went', () => {
    const change = { added: [idOf('member-1')], removed: [idOf('captain-1')] }
    const concerned = differences(corps, withHolders(corps, idOf('第1分団 分団長'), change))
    expect(concerned.rooms).toEqual([
      { roomId: idOf('captains'), joined: [idOf('member-1')], left: [idOf('captain-1')] },
      { roomId: idOf('division 1'), joined: [], left: [] },
    ])
    expect(concerned.accounts.toSorted()).toEqual([idOf('captain-1'), idOf('member-1')].toSorted())
  })

  test('[DR16] a disabled account concerns every room it was in', () => {
    const { rooms: touched, accounts } = differences(corps, withPerson(corps, idOf('captain-2'), { disabled: true }))
    expect(touched.map((room) => room.roomId)).toEqual([idOf('captains'), idOf('division 2')])
    expect(touched.every((room) => room.left.includes(idOf('captain-2')))).toBe(true)
    expect(accounts).toEqual([idOf('captain-2')])
  })

  test('[DR7] a new name of a room concerns that room alone', () => {
    const concerned = differences(corps, withRoom(corps, idOf('captains'), { name: '分団長連絡用' }))
    expect(concerned).toEqual({ rooms: [{ roomId: idOf('captains'), joined: [], left: [] }], accounts: [] })
  })

  test('[DR7] an organization that is new concerns everyone in it', () => {
    const concerned = differences(null, corps)
    expect(concerned.rooms).toHaveLength(3)
    expect(concerned.accounts).toHaveLength(corps.people.length)
  })

  test('[DR7] no room that would be told something else is left out', () => {
    const anySeat = fc.constantFrom(...corps.positions.map((position) => position.id))
    const anyone = fc.constantFrom(...corps.people.map((person) => person.accountId))
    fc.assert(
      fc.property(anySeat, anyone, anyone, (seat, added, removed) => {
        const after = withHolders(corps, seat, { added: [added], removed: [removed] })
        const touched = new Set(differences(corps, after).rooms.map((room) => room.roomId))
        for (const room of corps.rooms.filter((one) => !touched.has(one.id))) {
          expect(roomMembership(indexDirectory(after), room)).toEqual(roomMembership(indexDirectory(corps), room))
        }
      }),
    )
  })
})

test('[DR12] seats without a desk room are those of the kind that have none with this desk', () => {
  const desk = { seatPositionId: idOf('第2分団 分団長'), deskKind: 'desk' }
  const corps = aCorps({ rooms: [aRoom('r', { kind: 'desk', desk })] })
  const missing = (deskKind: string) => seatsWithoutDeskRoom(corps, 'captain', deskKind).map((seat) => seat.name)
  expect(missing('desk')).toEqual(['第1分団 分団長', '第3分団 分団長'])
  expect(missing('headquarters')).toHaveLength(3)
})
