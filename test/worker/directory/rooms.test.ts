import { describe, expect, test } from 'vitest'
import type { MemberRule } from '../../../protocol/http.ts'
import { directoryView } from '../../../worker/directory/organizations.ts'
import { changeRoom, makeDeskRooms, makeRoom } from '../../../worker/directory/rooms.ts'
import { readSnapshot } from '../../../worker/directory/snapshot.ts'
import { aTown, type Town } from './town-in-d1.ts'

const aWish = (rule: MemberRule) =>
  ({ name: '災害連絡グループ', purpose: '', kind: 'open', history: 'all', rule }) as const
const make = (town: Town, actor: string, rule: MemberRule) =>
  makeRoom(town.context(actor), town.id('corps'), aWish(rule))
const no = (code: string) => ({ ok: false, refusal: { code } })

describe('making a room', () => {
  test('[DR1] fills it by its rule at once', async () => {
    const town = await aTown()
    const made = await make(town, 'desk-1', { minRank: 50 })
    await town.settle()
    expect(made).toEqual({ ok: true, value: { id: expect.stringMatching(/^[0-9a-f]{32}$/), memberCount: 4 } })
    const told = made.ok ? town.objects.rooms.get(made.value.id)?.at(-1) : undefined
    expect(told?.members.map((member) => member.name)).toEqual(['chief', 'captain-1', 'captain-2', 'captain-3'])
    expect(told?.facts).toMatchObject({
      name: '災害連絡グループ',
      organizationBadge: '団',
      ruleInWords: '分団長以上の団員（4名）',
    })
  })

  test('[DR15] is for administrators, and for those whom the organization allows it', async () => {
    const town = await aTown()
    expect(await make(town, 'captain-1', { everyone: true })).toEqual(no('not_allowed'))
    expect(await make(town, 'mayor', { everyone: true })).toEqual(no('not_found'))
    expect(await town.events()).toEqual([])
  })

  test('[DR3] refuses a rule that names what another organization has, or matches nobody', async () => {
    const town = await aTown()
    expect(await make(town, 'desk-1', { units: [town.id('unit-city')] })).toEqual(no('malformed'))
    expect(await make(town, 'desk-1', { accounts: [town.id('mayor')] })).toEqual(no('malformed'))
    expect(await make(town, 'desk-1', { minRank: 1_000 })).toEqual(no('rule_matches_nobody'))
    expect(await make(town, 'desk-1', {})).toEqual(no('rule_matches_nobody'))
  })
})

describe('changing a room', () => {
  test('[DR9] another rule moves its members at once, and is in the audit with the one before', async () => {
    const town = await aTown()
    await town.plantRoom('room', { positionKinds: ['captain'] })
    const changed = await changeRoom(town.context('desk-1'), town.id('corps'), town.id('room'), {
      rule: { units: [town.id('unit-1')] },
    })
    await town.settle()
    expect(changed).toEqual({ ok: true, value: { id: town.id('room'), memberCount: 2 } })
    expect(town.namesIn('room')).toEqual(['captain-1', 'member-1'])
    const [event] = await town.events()
    expect(event?.detail).toMatchObject({
      ruleWas: { positionKinds: ['captain'] },
      rule: { units: [town.id('unit-1')] },
    })
  })

  test('[DR13] another name reaches the room and stays out of the audit', async () => {
    const town = await aTown()
    await town.plantRoom('room', { everyone: true })
    await changeRoom(town.context('desk-1'), town.id('corps'), town.id('room'), { name: '幹部会', purpose: '人事' })
    await town.settle()
    expect(town.lastTold('room')?.facts).toMatchObject({ name: '幹部会', purpose: '人事' })
    const text = JSON.stringify(await town.events())
    expect(text).toContain('room.changed')
    expect(text).not.toMatch(/幹部会|人事/)
  })

  test('[DR14] members who may not are told so; for all others the room is not there', async () => {
    const town = await aTown()
    await town.plantRoom('room', { positionKinds: ['captain'] })
    const change = (actor: string, organization: string, room: string) =>
      changeRoom(town.context(actor), town.id(organization), town.id(room), { name: 'x' })
    expect(await change('captain-1', 'corps', 'room')).toEqual(no('not_allowed'))
    expect(await change('member-1', 'corps', 'room')).toEqual(no('not_found'))
    expect(await change('mayor', 'corps', 'room')).toEqual(no('not_found'))
    expect(await change('mayor', 'city', 'room')).toEqual(no('not_found'))
    expect(await change('desk-1', 'corps', 'no such room')).toEqual(no('not_found'))
    expect(await change('desk-1', 'no such organization', 'room')).toEqual(no('not_found'))
  })

  test('[DR12] a desk room has no rule to change', async () => {
    const town = await aTown()
    const made = await makeDeskRooms(town.context('desk-1'), town.id('corps'), {
      positionKind: 'captain',
      deskKind: 'desk',
    })
    const room = (made.ok && made.value.rooms[0]) || expect.unreachable()
    const rule = { everyone: true }
    expect(await changeRoom(town.context('desk-1'), town.id('corps'), room, { rule })).toEqual(no('not_allowed'))
  })
})

describe('desk rooms', () => {
  const wish = { positionKind: 'captain', deskKind: 'desk' }

  test('[DR12] one for each captain in one action, and none when asked again', async () => {
    const town = await aTown({ divisions: 34 })
    const first = await makeDeskRooms(town.context('desk-1'), town.id('corps'), wish)
    expect(first).toMatchObject({ ok: true, value: { made: 34 } })
    await town.settle()
    const told = first.ok ? first.value.rooms.map((id) => town.objects.rooms.get(id)?.at(-1)) : []
    expect(told).toHaveLength(34)
    expect(told[11]?.facts).toMatchObject({
      name: '第12分団 個別連絡',
      ruleInWords: '第12分団 分団長と消防団担当（3名）',
    })
    expect(told[11]?.members.map(({ name, side }) => `${name} ${side}`)).toEqual([
      ...['desk-1 desk', 'desk-2 desk', 'captain-12 seat'],
    ])
    expect(await makeDeskRooms(town.context('desk-1'), town.id('corps'), wish)).toEqual({
      ok: true,
      value: { made: 0, rooms: [] },
    })
    expect((await readSnapshot(town.db, town.id('corps')))?.directory.rooms).toHaveLength(34)
  })

  test('[DR12] two at the same time make each room once', async () => {
    const town = await aTown()
    const ask = () => makeDeskRooms(town.context('desk-1'), town.id('corps'), wish)
    const made = await Promise.all([ask(), ask()])
    expect(made.map((one) => one.ok && one.value.made).toSorted()).toEqual([0, 3])
  })

  test('[DR15] are for administrators, and for kinds of seats that there are', async () => {
    const town = await aTown()
    expect(await makeDeskRooms(town.context('desk-2'), town.id('corps'), wish)).toEqual(no('not_found'))
    const strange = { positionKind: 'captain', deskKind: 'nobody' }
    expect(await makeDeskRooms(town.context('desk-1'), town.id('corps'), strange)).toEqual(no('rule_matches_nobody'))
  })
})

describe('the directory that members see', () => {
  test('[DR18] has units, titles, seats and people, and no phones', async () => {
    const town = await aTown()
    const view = await directoryView(town.db, town.id('corps'), town.id('member-1'))
    const value = view.ok ? view.value : expect.unreachable()
    expect(value.units.map((unit) => unit.name)).toEqual(['消防団', '事務局', '第1分団', '第2分団', '第3分団'])
    expect(value.titles.map((title) => title.name)).toEqual(['団長', '分団長', '団員'])
    expect(value.positions.find((seat) => seat.id === town.id('seat-1'))?.holders).toEqual([town.id('captain-1')])
    expect(value.people).toHaveLength(10)
    // With its hyphens: an id of random digits may have any four of them.
    expect(JSON.stringify(view)).not.toContain('0296-00-')
  })

  test('[DR14] is not there for others', async () => {
    const town = await aTown()
    expect(await directoryView(town.db, town.id('corps'), town.id('mayor'))).toEqual(no('not_found'))
    expect(await directoryView(town.db, town.id('nowhere'), town.id('mayor'))).toEqual(no('not_found'))
  })
})
