import { describe, expect, test } from 'vitest'
import { withHolders, withPerson } from '../../../core/directory/changes.ts'
import { indexDirectory } from '../../../core/directory/directory-index.ts'
import type { OrganizationDirectory, Room } from '../../../core/directory/organization.ts'
import { organizationSeat } from '../../../core/directory/organization-seat.ts'
import { roomMembership } from '../../../core/directory/room-membership.ts'
import { aCorps, aPerson, aRoom, aSeat, idOf } from '../../support/directory-builders.ts'

const membersOf = (directory: OrganizationDirectory, room: Room) =>
  roomMembership(indexDirectory(directory), room).members
const factsOf = (directory: OrganizationDirectory, room: Room) => roomMembership(indexDirectory(directory), room).facts
const deskRoom = aRoom('第1分団 個別連絡', {
  ...{ kind: 'desk', rule: {} },
  desk: { seatPositionId: idOf('第1分団 分団長'), deskKind: 'desk' },
})

describe('members of a room', () => {
  test('[DR2] are shown with seat and its unit, else with title and the unit of the membership', () => {
    const [captain, member] = membersOf(aCorps(), aRoom('r', { rule: { units: [idOf('第2分団')] } }))
    expect(captain).toMatchObject({ name: 'captain-2', title: '第2分団 分団長', rank: 50, unitName: '第2分団' })
    expect(member).toMatchObject({ name: 'member-2', title: '団員', rank: 10, unitName: '第2分団' })
  })

  test('[DR2] keep their seat’s unit whatever unit the membership has', () => {
    const corps = withPerson(aCorps(), idOf('captain-2'), { unitId: idOf('団本部') })
    const [captain] = membersOf(corps, aRoom('r', { rule: { positions: [idOf('第2分団 分団長')] } }))
    expect(captain).toMatchObject({ unitName: '第2分団', unitId: idOf('第2分団') })
  })

  test('[DR2] come in the order of the tree, then of rank', () => {
    const names = membersOf(aCorps(), aRoom('r')).map((member) => member.name)
    expect(names.slice(0, 5)).toEqual(['chief', 'desk-1', 'desk-2', 'captain-1', 'member-1'])
  })

  test('[DR2] have a phone where the directory has one', () => {
    const members = membersOf(aCorps(), aRoom('r'))
    expect(members[0]).toHaveProperty('phone', '0296-00-0001')
    expect(members[1]).not.toHaveProperty('phone')
  })

  test('[DR3] are nobody in an archived room', () => {
    expect(membersOf(aCorps(), aRoom('r', { archivedAt: 1 }))).toEqual([])
  })
})

describe('sides of a desk room', () => {
  test('[DR4] the desk on one, the seat’s holder on the other', () => {
    const sides = membersOf(aCorps(), deskRoom).map(({ name, side, title }) => [name, side, title])
    expect(sides).toEqual([
      ['desk-1', 'desk', '消防団担当'],
      ['desk-2', 'desk', '消防団担当'],
      ['captain-1', 'seat', '第1分団 分団長'],
    ])
  })

  test('[DR4] whoever is both counts for the seat', () => {
    const change = { added: [idOf('desk-2')], removed: [idOf('captain-1')] }
    const sides = membersOf(withHolders(aCorps(), idOf('第1分団 分団長'), change), deskRoom)
    expect(sides.map(({ name, side }) => [name, side])).toEqual([
      ['desk-1', 'desk'],
      ['desk-2', 'seat'],
    ])
    expect(sides[1]).toMatchObject({ title: '第1分団 分団長', unitName: '第1分団' })
  })

  test('[DR4] an empty seat leaves the desk alone', () => {
    const empty = withHolders(aCorps(), idOf('第1分団 分団長'), { added: [], removed: [idOf('captain-1')] })
    expect(membersOf(empty, deskRoom).map((member) => member.name)).toEqual(['desk-1', 'desk-2'])
  })

  test('[DR4] in other rooms nobody has a side', () => {
    expect(membersOf(aCorps(), aRoom('r')).filter((member) => 'side' in member)).toEqual([])
  })
})

describe('rights', () => {
  const posters = (room: Room, directory = aCorps()) =>
    membersOf(directory, room)
      .filter((member) => member.rights.post)
      .map((member) => member.name)

  test('[DR5] everyone posts in an open room', () => {
    expect(posters(aRoom('r'))).toHaveLength(aCorps().people.length)
  })

  test('[DR5] without a posting rule the moderators post in an announcement room', () => {
    expect(posters(aRoom('r', { kind: 'announce', createdBy: idOf('member-3') }))).toEqual([
      ...['chief', 'desk-1', 'desk-2', 'member-3'],
    ])
  })

  test('[DR5] with a posting rule those whom it names post, and no others', () => {
    const room = aRoom('r', { kind: 'announce', postRule: { positionKinds: ['headquarters'] } })
    expect(posters(room)).toEqual(['chief'])
    expect(membersOf(aCorps(), room).find((member) => member.name === 'desk-1')?.rights).toEqual({
      post: false,
      moderate: true,
    })
  })
})

describe('緊急', () => {
  const mayBeUrgent = (organization: Partial<OrganizationDirectory['organization']>, room = aRoom('r')) => {
    const corps = aCorps()
    const members = membersOf({ ...corps, organization: { ...corps.organization, ...organization } }, room)
    return members.filter(({ rights }) => rights.urgent).map(({ name }) => name)
  }

  test('[RG4] is the moderators’, unless the organization says otherwise', () => {
    expect(mayBeUrgent({})).toEqual(['chief', 'desk-1', 'desk-2'])
    expect(mayBeUrgent({ urgentBy: 'nobody' })).toEqual([])
    expect(mayBeUrgent({ urgentBy: 'everyone' })).toHaveLength(membersOf(aCorps(), aRoom('r')).length)
  })

  test('[RG4] is nobody’s who may not post', () => {
    expect(mayBeUrgent({ urgentBy: 'everyone' }, aRoom('r', { kind: 'announce' }))).toEqual([
      'chief',
      'desk-1',
      'desk-2',
    ])
  })

  test('[RG7] a room says when its notifications may show a text', () => {
    const corps = aCorps()
    expect(factsOf(corps, aRoom('r'))).not.toHaveProperty('ringsShow')
    const open = { ...corps, organization: { ...corps.organization, ringsShow: 'text' as const } }
    expect(factsOf(open, aRoom('r'))).toMatchObject({ ringsShow: 'text' })
  })
})

describe('words', () => {
  const words = (room: Room, directory = aCorps()) => factsOf(directory, room).ruleInWords

  test('[DR6] say who is meant and how many they are', () => {
    expect(words(aRoom('r'))).toBe('全員（9名）')
    expect(words(aRoom('r', { rule: { minRank: 40 } }))).toBe('分団長以上の団員（4名）')
    expect(words(aRoom('r', { rule: { positionKinds: ['captain'] } }))).toBe('分団長（3名）')
    expect(words(aRoom('r', { rule: { units: [idOf('第1分団'), idOf('第2分団')] } }))).toBe(
      '第1分団・第2分団の団員（4名）',
    )
    expect(words(aRoom('r', { rule: { titles: [idOf('団員')], accounts: [idOf('chief')] } }))).toBe(
      '団員、指定された方（4名）',
    )
    expect(words(deskRoom)).toBe('第1分団 分団長と消防団担当（3名）')
  })

  test('[DR6] sum up what is too long', () => {
    const corps = aCorps({ divisions: 34 })
    const positions = corps.positions.filter((seat) => seat.kind === 'captain').map((seat) => seat.id)
    expect(words(aRoom('r', { rule: { positions } }), corps)).toBe(
      '第1分団 分団長・第2分団 分団長・第3分団 分団長ほか31役職（34名）',
    )
    expect(words(aRoom('r', { rule: { positionKinds: ['captain'] } }), corps)).toBe('分団長（34名）')
  })

  test('[DR6] know the usual kinds where the seats have no common word', () => {
    const seats = ['甲', '乙', '丙', '丁'].map((name, order) =>
      aSeat(name, { unitId: idOf('団本部'), kind: 'executive', order }),
    )
    const strange = seats.map((seat) => ({ ...seat, id: idOf(`x${seat.name}`), kind: 'gate' }))
    const corps = aCorps()
    const directory = { ...corps, positions: [...corps.positions, ...seats, ...strange] }
    expect(words(aRoom('r', { rule: { positionKinds: ['executive'] } }), directory)).toBe('幹部（0名）')
    expect(words(aRoom('r', { rule: { positionKinds: ['gate'] } }), directory)).toBe('甲など（0名）')
    expect(words(aRoom('r', { rule: {} }), directory)).toBe('該当なし（0名）')
  })
})

test('[DR29] a profile says what the organization asks of clients: nothing, unless it was told', () => {
  const corps = aCorps()
  const asking = (organization: Partial<typeof corps.organization>) =>
    organizationSeat(
      indexDirectory({ ...corps, organization: { ...corps.organization, ...organization } }),
      idOf('member-1'),
    )
  expect(asking({})).toMatchObject({ leavesNothing: false, sendsAtOnce: false })
  expect(asking({ leavesNothing: true })).toMatchObject({ leavesNothing: true, sendsAtOnce: false })
  expect(asking({ sendsAtOnce: true })).toMatchObject({ leavesNothing: false, sendsAtOnce: true })
})

test('[DR2] a profile names the seat before the title, and what the person may do', () => {
  const corps = aCorps()
  const seat = (name: string) => organizationSeat(indexDirectory(corps), idOf(name))
  expect(seat('desk-1')).toMatchObject({ title: '消防団担当', isAdmin: true, mayMakeRooms: true, badge: '団' })
  expect(seat('member-1')).toMatchObject({ title: '団員', isAdmin: false, mayMakeRooms: false })
  expect(seat('stranger')).toBeNull()
  const members = { ...corps, organization: { ...corps.organization, roomsBy: 'members' as const } }
  expect(organizationSeat(indexDirectory(members), idOf('member-1'))?.mayMakeRooms).toBe(true)
  const guest = aPerson('guest', { unitId: idOf('団本部') })
  expect(organizationSeat(indexDirectory({ ...corps, people: [guest] }), idOf('guest'))?.title).toBe('')
})
