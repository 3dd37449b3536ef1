import { asc } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makeOrganization } from '../../../worker/directory/further-organization.ts'
import { addMember } from '../../../worker/directory/members.ts'
import { setDisabled } from '../../../worker/directory/people.ts'
import { setHolder } from '../../../worker/directory/positions.ts'
import { memberships, organizations } from '../../../worker/directory/schema.ts'
import { readSnapshot } from '../../../worker/directory/snapshot.ts'
import {
  changePosition,
  changeTitle,
  changeUnit,
  makePosition,
  makeTitle,
  makeUnit,
} from '../../../worker/directory/structure.ts'
import { aTown, type Town } from './town-in-d1.ts'

const no = (code: string) => ({ ok: false, refusal: { code } })
const yes = { ok: true, value: null }
const directoryOf = async (town: Town, organization = 'corps') =>
  (await readSnapshot(town.db, town.id(organization)))?.directory ?? expect.unreachable()
const idIn = (made: Awaited<ReturnType<typeof makeUnit>>) => (made.ok ? made.value.id : expect.unreachable())

// First in this file: the town planted first is the first one of its database.
describe('a further organization', () => {
  test('[DR28] is made by an administrator of the first one, who administers it', async () => {
    const town = await aTown()
    const made = await makeOrganization(town.context('desk-1'), town.id('corps'), { name: '災害連絡用' })
    const id = idIn(made)
    await town.settle()
    const { directory } = (await readSnapshot(town.db, id)) ?? expect.unreachable()
    expect(directory.organization).toMatchObject({ name: '災害連絡用', badge: '災', membersFrom: null })
    expect(directory.units.map(({ name }) => name)).toEqual(['災害連絡用'])
    expect(directory.people).toMatchObject([{ accountId: town.id('desk-1'), isAdmin: true, byRule: false }])
    const told = town.objects.accounts.get(town.id('desk-1'))?.at(-1)?.profile.organizations
    expect(told?.map(({ badge, isAdmin }) => [badge, isAdmin])).toEqual([
      ['団', true],
      ['災', true],
    ])
    expect((await town.events()).map(({ action, targetId }) => [action, targetId])).toEqual([['organization.made', id]])
    expect(await town.pending()).toEqual([])
  })

  test('[DR28] by nobody else, and at no other organization', async () => {
    const town = await aTown()
    const count = async () => (await town.db.select().from(organizations)).length
    const before = await count()
    const [first] = await town.db.select().from(organizations).orderBy(asc(organizations.createdAt)).limit(1)
    const make = (actor: string, organizationId: string) =>
      makeOrganization(town.context(actor), organizationId, { name: 'x' })
    expect(first?.id).not.toBe(town.id('corps'))
    expect(await make('desk-1', town.id('corps'))).toEqual(no('not_found'))
    expect(await make('desk-1', first?.id ?? '')).toEqual(no('not_found'))
    expect(await make('mayor', town.id('city'))).toEqual(no('not_found'))
    expect(await count()).toBe(before)
  })
})

describe('units', () => {
  test('[DR26] are made last in their place, renamed and moved; rooms by unit follow', async () => {
    const town = await aTown()
    await town.plantRoom('division 1', { units: [town.id('unit-1')] })
    const [context, corps] = [town.context('desk-1'), town.id('corps')]
    const made = await makeUnit(context, corps, { name: '大淵班', parentId: town.id('unit-2') })
    expect(await changeUnit(context, corps, idIn(made), { name: '岩戸班' })).toEqual(yes)
    expect((await directoryOf(town)).units.find(({ id }) => id === idIn(made))).toEqual({
      ...{ id: idIn(made), name: '岩戸班', parentId: town.id('unit-2'), order: 1 },
    })
    expect(await changeUnit(context, corps, town.id('unit-2'), { parentId: town.id('unit-1') })).toEqual(yes)
    await town.settle()
    expect(town.namesIn('division 1')).toEqual(['captain-1', 'member-1', 'captain-2', 'member-2'])
    expect(await changeUnit(context, corps, town.id('unit-1'), { parentId: idIn(made) })).toEqual(no('malformed'))
    const events = (await town.events()).map(({ action }) => action)
    expect(events).toEqual(['unit.made', 'unit.changed', 'unit.changed'])
  })

  test('[DR26] that are the same already are not written again', async () => {
    const town = await aTown()
    const change = changeUnit(town.context('desk-1'), town.id('corps'), town.id('unit-1'), { name: '第1分団' })
    expect([await change, await town.events()]).toEqual([yes, []])
  })

  test('[DR13] their names stay out of the audit', async () => {
    const town = await aTown()
    const [context, corps] = [town.context('desk-1'), town.id('corps')]
    const made = await makeUnit(context, corps, { name: '岩戸班', parentId: null })
    await changeUnit(context, corps, idIn(made), { name: '霧沢班', order: 4 })
    const [, changed] = await town.events()
    expect(changed?.detail).toEqual({ parentId: null, order: 4, isRenamed: true, was: { parentId: null, order: 1 } })
    expect(JSON.stringify(await town.events())).not.toMatch(/岩戸|霧沢/)
  })
})

test('[DR26] titles: another name and another rank reach the rooms', async () => {
  const town = await aTown()
  await town.plantRoom('officers', { minRank: 50 })
  const [context, corps] = [town.context('desk-1'), town.id('corps')]
  expect(await makeTitle(context, corps, { name: '班長', rank: 30 })).toMatchObject({ ok: true })
  expect(await changeTitle(context, corps, town.id('title-member'), { name: '団員A', rank: 60 })).toEqual(yes)
  await town.settle()
  expect(town.namesIn('officers')).toContain('member-1')
  expect(town.lastTold('officers')?.members.find(({ name }) => name === 'member-1')?.title).toBe('団員A')
  expect((await directoryOf(town)).titles.map(({ rank }) => rank).toSorted()).toEqual([30, 50, 60, 90])
})

describe('positions', () => {
  test('[DR26] are made empty, filled, and counted by their kind', async () => {
    const town = await aTown()
    await town.plantRoom('teachers', { positionKinds: ['teacher', 'captain'] })
    const [context, corps] = [town.context('desk-1'), town.id('corps')]
    const wish = { name: '指導員', kind: 'teacher', unitId: town.id('unit-1'), isUnique: false }
    const seat = idIn(await makePosition(context, corps, wish))
    for (const name of ['member-1', 'member-2']) await setHolder(context, corps, seat, { accountId: town.id(name) })
    expect(await changePosition(context, corps, seat, { isUnique: true })).toEqual(no('seat_taken'))
    await setHolder(context, corps, seat, { accountId: null, holderWas: town.id('member-2') })
    expect(await changePosition(context, corps, seat, { isUnique: true, name: '訓練指導員' })).toEqual(yes)
    expect(await setHolder(context, corps, seat, { accountId: town.id('member-3') })).toEqual(no('seat_taken'))
    await town.settle()
    expect(town.lastTold('teachers')?.members.find(({ name }) => name === 'member-1')?.title).toBe('訓練指導員')
    await changePosition(context, corps, seat, { kind: 'other' })
    await town.settle()
    expect(town.namesIn('teachers')).toEqual(['captain-1', 'captain-2', 'captain-3'])
  })
})

test('[DR15] [DR26] building is for administrators, with what the organization has', async () => {
  const town = await aTown()
  const corps = town.id('corps')
  const seat = { name: 'x', kind: 'x', unitId: town.id('unit-1'), isUnique: false }
  for (const actor of ['chief', 'mayor', 'clerk']) {
    const context = town.context(actor)
    expect(await makeUnit(context, corps, { name: 'x', parentId: null })).toEqual(no('not_found'))
    expect(await changeUnit(context, corps, town.id('unit-1'), { name: 'x' })).toEqual(no('not_found'))
    expect(await makeTitle(context, corps, { name: 'x', rank: 1 })).toEqual(no('not_found'))
    expect(await changeTitle(context, corps, town.id('title-chief'), { rank: 1 })).toEqual(no('not_found'))
    expect(await makePosition(context, corps, seat)).toEqual(no('not_found'))
    expect(await changePosition(context, corps, town.id('seat-1'), { name: 'x' })).toEqual(no('not_found'))
  }
  const context = town.context('desk-1')
  const cityUnit = town.id('unit-city')
  expect(await makeUnit(context, corps, { name: 'x', parentId: cityUnit })).toEqual(no('not_found'))
  expect(await changeUnit(context, corps, cityUnit, { name: 'x' })).toEqual(no('not_found'))
  expect(await changeTitle(context, corps, town.id('title-mayor'), { rank: 1 })).toEqual(no('not_found'))
  expect(await makePosition(context, corps, { ...seat, unitId: cityUnit })).toEqual(no('not_found'))
  expect(await town.events()).toEqual([])
})

describe('somebody who has an account', () => {
  const add = (town: Town, actor: string, login: string, unit = 'unit-1', title: string | null = 'title-member') =>
    addMember(town.context(actor), town.id('corps'), {
      ...{ loginId: town.login(login), unitId: town.id(unit), titleId: title === null ? null : town.id(title) },
    })

  test('[DR27] becomes a member by login ID, at once in rooms and profile', async () => {
    const town = await aTown()
    await town.plantRoom('members', { titles: [town.id('title-member')] })
    expect(await add(town, 'desk-1', 'citizen')).toEqual({ ok: true, value: { accountId: town.id('citizen') } })
    await town.settle()
    expect(town.namesIn('members')).toContain('citizen')
    const told = town.objects.accounts.get(town.id('citizen'))?.at(-1)?.profile.organizations
    expect(told?.map(({ badge, title, isAdmin }) => [badge, title, isAdmin])).toEqual([
      ['団', '団員', false],
      ['市', '', false],
    ])
    expect((await town.events()).map(({ action }) => action)).toEqual(['account.joined'])
    expect(await town.events('city')).toEqual([])
  })

  test('[DR27] who is a member has another unit and title from now on, and keeps the rest', async () => {
    const town = await aTown()
    await add(town, 'desk-1', 'desk-1', 'unit-2', null)
    await add(town, 'desk-1', 'desk-1', 'unit-2', null)
    const rows = await town.db.select().from(memberships)
    const row = rows.find(({ accountId }) => accountId === town.id('desk-1'))
    expect(row).toMatchObject({ unitId: town.id('unit-2'), titleId: null, isAdmin: true })
    expect((await town.events()).map(({ action }) => action)).toEqual(['account.moved'])
  })

  test('[DR27] unknown, disabled, to no administrator, into a foreign unit: one answer', async () => {
    const town = await aTown()
    await setDisabled(town.context('mayor'), town.id('city'), town.id('clerk'), true)
    const answers = await Promise.all([
      add(town, 'desk-1', 'nobody'),
      add(town, 'desk-1', 'clerk'),
      add(town, 'chief', 'citizen'),
      add(town, 'mayor', 'citizen'),
      add(town, 'desk-1', 'citizen', 'unit-city'),
      add(town, 'desk-1', 'citizen', 'unit-1', 'title-mayor'),
    ])
    expect(answers).toEqual(answers.map(() => no('not_found')))
    expect((await town.events()).map(({ action }) => action)).toEqual(['account.disabled'])
  })
})
