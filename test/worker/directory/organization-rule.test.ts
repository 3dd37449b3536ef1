import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { MemberRule } from '../../../protocol/http.ts'
import { addMember } from '../../../worker/directory/members.ts'
import { setOrganizationRule } from '../../../worker/directory/organization-rule.ts'
import { directoryView } from '../../../worker/directory/organizations.ts'
import { makeAccount, setDisabled, setTitle } from '../../../worker/directory/people.ts'
import { deliverEverything, plantOrganization, plantPeople } from '../../../worker/directory/planting.ts'
import { setHolder } from '../../../worker/directory/positions.ts'
import { makeRoom } from '../../../worker/directory/rooms.ts'
import { memberships } from '../../../worker/directory/schema.ts'
import { readSnapshot } from '../../../worker/directory/snapshot.ts'
import { changeTitle, changeUnit } from '../../../worker/directory/structure.ts'
import { aTown, secrets, type Town } from './town-in-d1.ts'

const no = (code: string) => ({ ok: false, refusal: { code } })

/** Besides the corps and the city: `liaison`, whose members come from the corps by rule, and `desk-1`, who administers it by hand. */
async function aRuledTown(rule?: MemberRule) {
  const town = await aTown()
  const { id, planting } = town
  const plan = {
    ...{ id: id('liaison'), name: '災害連絡用', badge: '災', titles: [] },
    units: [{ id: id('unit-liaison'), parentId: null, name: '本部', order: 1 }],
    positions: [
      { id: id('seat-staff'), unitId: id('unit-liaison'), name: '事務局', kind: 'staff', isUnique: true, order: 1 },
    ],
    membersFrom: { fromOrganizationId: id('corps'), rule: rule ?? { minRank: 50, accounts: [id('desk-2')] } },
  }
  const inLiaison = { organizationId: id('liaison'), unitId: id('unit-liaison'), isAdmin: true }
  const desk1 = { id: id('desk-1'), loginId: town.login('desk-1'), name: 'desk-1', memberships: [inLiaison] }
  await plantOrganization(planting, plan)
  await plantPeople(planting, [desk1])
  await town.plantRoom('everyone', { everyone: true }, 'liaison')
  return { ...town, desk1 }
}

const people = ['desk-1', 'chief', 'captain-1', 'captain-2', 'captain-3', 'desk-2'].toSorted()
const inRoom = (town: Town) => (town.namesIn('everyone') ?? []).toSorted()
const promote = async (town: Town, name: string, title: string | null) => {
  const titleId = title === null ? null : town.id(title)
  const done = await setTitle(town.context('desk-1'), town.id('corps'), town.id(name), titleId)
  await town.settle()
  return done
}
const organizationsOf = (town: Town, name: string) =>
  town.objects.accounts
    .get(town.id(name))
    ?.at(-1)
    ?.profile.organizations.map((one) => `${one.badge} ${one.title}`)
const rowOf = async (town: Town, name: string) => {
  const rows = await town.db
    .select()
    .from(memberships)
    .where(eq(memberships.accountId, town.id(name)))
  return rows.find((row) => row.organizationId === town.id('liaison'))
}

describe('a change in the source', () => {
  test('[DR22] a promotion brings a member into the organization, its rooms and the own profile; the demotion takes them out', async () => {
    const town = await aRuledTown()
    expect(inRoom(town)).toEqual(people)
    expect(await promote(town, 'member-2', 'title-captain')).toEqual({ ok: true, value: null })
    expect(inRoom(town)).toEqual([...people, 'member-2'].toSorted())
    expect(town.lastTold('everyone')?.members.find(({ name }) => name === 'member-2')).toMatchObject({
      ...{ title: '分団長', rank: 50, unitName: '第2分団' },
    })
    expect(organizationsOf(town, 'member-2')).toEqual(['団 分団長', '災 分団長'])
    await promote(town, 'member-2', 'title-member')
    expect(inRoom(town)).toEqual(people)
    expect(organizationsOf(town, 'member-2')).toEqual(['団 団員'])
    expect(await rowOf(town, 'member-2')).toBeUndefined()
    expect([await town.pending('corps'), await town.pending('liaison')]).toEqual([[], []])
  })

  test('[DR22] each organization has it in its audit', async () => {
    const town = await aRuledTown()
    await promote(town, 'member-2', 'title-captain')
    await promote(town, 'member-2', null)
    const [id, roomId] = [town.id('member-2'), town.id('everyone')]
    const event = (joined: string[], left: string[]) => ({
      ...{ action: 'organization.followed_rule', targetKind: 'account', targetId: id, actorId: town.id('desk-1') },
      detail: { cause: 'account.title_changed', byRule: { joined, left }, rooms: [{ roomId, joined, left }] },
    })
    expect(await town.events('liaison')).toMatchObject([event([id], []), event([], [id])])
    const own = (await town.events('corps')).map(({ action }) => action)
    expect(own).toEqual(['account.title_changed', 'account.title_changed'])
  })

  test('[DR22] what does not concern the rule leaves no trace there', async () => {
    const town = await aRuledTown()
    await setHolder(town.context('desk-1'), town.id('corps'), town.id('seat-desk'), { accountId: town.id('member-1') })
    await town.settle()
    expect([await town.events('liaison'), await town.pending('liaison')]).toEqual([[], []])
  })

  test('[DR22] a new holder, a new account and another rank of a title', async () => {
    const town = await aRuledTown()
    const rule = { positionKinds: ['headquarters'], units: [town.id('unit-3')], minRank: 95 }
    const membersFrom = { fromOrganizationId: town.id('corps'), rule }
    expect(await setOrganizationRule(town.context('desk-1'), town.id('liaison'), { membersFrom })).toEqual({
      ok: true,
      value: { memberCount: 3 },
    })
    await town.settle()
    expect(inRoom(town)).toEqual(['captain-3', 'chief', 'desk-1', 'member-3'])
    const corps = town.id('corps')
    const wish = { accountId: town.id('member-1'), holderWas: town.id('chief') }
    await setHolder(town.context('desk-1'), corps, town.id('seat-chief'), wish)
    const made = { loginId: town.login('new'), name: '見本 花子', kana: '', unitId: town.id('unit-3') }
    await makeAccount({ ...town.context('desk-1'), secrets }, corps, made)
    await town.settle()
    expect(inRoom(town)).toEqual(['captain-3', 'desk-1', 'member-1', 'member-3', '見本 花子'])
    await changeTitle(town.context('desk-1'), corps, town.id('title-captain'), { rank: 99 })
    await town.settle()
    expect(inRoom(town)).toEqual(['captain-1', 'captain-2', 'captain-3', 'desk-1', 'member-1', 'member-3', '見本 花子'])
  })

  test('[DR23] another name of a unit is shown at once; the source alone gives the title', async () => {
    const town = await aRuledTown()
    await changeUnit(town.context('desk-1'), town.id('corps'), town.id('unit-2'), { name: '大淵分団' })
    await town.settle()
    const unitOf = (name: string) => town.lastTold('everyone')?.members.find((one) => one.name === name)?.unitName
    expect(unitOf('captain-2')).toBe('大淵分団')
    const view = await directoryView(town.db, town.id('liaison'), town.id('captain-2'))
    const seen = view.ok ? view.value : expect.unreachable()
    expect(seen.units.map(({ name }) => name)).toEqual(['本部', '消防団', '事務局', '第1分団', '大淵分団', '第3分団'])
    expect(seen.titles.map(({ name }) => name)).toEqual(['団長', '分団長', '団員'])
    const context = town.context('desk-1')
    expect(await setTitle(context, town.id('liaison'), town.id('captain-2'), null)).toEqual(no('not_allowed'))
    expect(await changeUnit(context, town.id('liaison'), town.id('unit-2'), { name: 'x' })).toEqual(no('not_found'))
  })

  test('[DR23] who leaves by rule leaves the seat, and others stay in theirs', async () => {
    const town = await aRuledTown()
    const seat = (accountId: string | null) =>
      setHolder(town.context('desk-1'), town.id('liaison'), town.id('seat-staff'), { accountId })
    expect(await seat(town.id('captain-1'))).toEqual({ ok: true, value: null })
    await promote(town, 'captain-2', null)
    const holders = async () => (await readSnapshot(town.db, town.id('liaison')))?.directory.positions[0]?.holders
    expect(await holders()).toEqual([town.id('captain-1')])
    await promote(town, 'captain-1', null)
    expect(await holders()).toEqual([])
    const corps = await readSnapshot(town.db, town.id('corps'))
    expect(corps?.directory.positions.find(({ id }) => id === town.id('seat-1'))?.holders).toEqual([
      town.id('captain-1'),
    ])
  })

  test('[DR24] a member made by hand stays, whatever becomes of them in the source', async () => {
    const town = await aRuledTown()
    const wish = { loginId: town.login('captain-1'), unitId: town.id('unit-liaison'), titleId: null }
    const added = await addMember(town.context('desk-1'), town.id('liaison'), wish)
    expect(added).toEqual({ ok: true, value: { accountId: town.id('captain-1') } })
    await promote(town, 'captain-1', null)
    expect(inRoom(town)).toEqual(people)
    expect(await rowOf(town, 'captain-1')).toMatchObject({ byRule: false, unitId: town.id('unit-liaison') })
  })

  test('[DR24] a disabled account is in no room, and comes back with its seat', async () => {
    const town = await aRuledTown()
    const context = town.context('desk-1')
    await setHolder(context, town.id('liaison'), town.id('seat-staff'), { accountId: town.id('captain-1') })
    const set = async (disabled: boolean) => {
      await setDisabled(context, town.id('corps'), town.id('captain-1'), disabled)
      await town.settle()
    }
    await set(true)
    expect(inRoom(town)).not.toContain('captain-1')
    await set(false)
    expect(town.lastTold('everyone')?.members.find(({ name }) => name === 'captain-1')?.title).toBe('事務局')
  })

  test('[DR10] changes of the source and of the organization at the same time all take effect', async () => {
    const town = await aRuledTown()
    const context = town.context('desk-1')
    const wish = { name: 'r', purpose: '', kind: 'open', history: 'all', rule: { minRank: 50 } } as const
    const outcomes = await Promise.all([
      setTitle(context, town.id('corps'), town.id('member-1'), town.id('title-captain')),
      setTitle(context, town.id('corps'), town.id('captain-2'), null),
      makeRoom(context, town.id('liaison'), wish),
    ])
    await town.settle()
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    expect(inRoom(town)).toEqual([...people.filter((name) => name !== 'captain-2'), 'member-1'].toSorted())
    const made = outcomes[2].ok ? outcomes[2].value.id : ''
    const names = town.objects.rooms
      .get(made)
      ?.at(-1)
      ?.members.map(({ name }) => name)
    expect(names?.toSorted()).toEqual(['captain-1', 'captain-3', 'chief', 'member-1'])
  })

  test('[DR10] [DR24] whoever becomes a member by hand while the source takes them out stays', async () => {
    const town = await aRuledTown()
    const wish = { loginId: town.login('captain-1'), unitId: town.id('unit-liaison'), titleId: null }
    town.objects.onWatch = async () => {
      // Between what the demotion was decided on and its commit.
      town.objects.onWatch = async () => undefined
      expect((await addMember(town.context('desk-1'), town.id('liaison'), wish)).ok).toBe(true)
    }
    expect(await promote(town, 'captain-1', null)).toEqual({ ok: true, value: null })
    expect(await rowOf(town, 'captain-1')).toMatchObject({ byRule: false, unitId: town.id('unit-liaison') })
    expect(inRoom(town)).toEqual(people)
  })

  test('[DR7] where a lobby of them cannot know, nothing is committed anywhere', async () => {
    const town = await aRuledTown()
    town.objects.onWatch = () => Promise.reject(new Error('lobby away'))
    await expect(promote(town, 'member-1', 'title-captain')).rejects.toThrow('lobby away')
    expect(await rowOf(town, 'member-1')).toBeUndefined()
    expect([await town.events('corps'), await town.events('liaison')]).toEqual([[], []])
  })
})

describe('the rule itself', () => {
  const from = (town: Town, source: string, rule: MemberRule) => ({
    membersFrom: { fromOrganizationId: town.id(source), rule },
  })

  test('[DR25] is set by who administers both, from a source without a rule', async () => {
    const town = await aRuledTown()
    const set = (actor: string, organization: string, wish: Parameters<typeof setOrganizationRule>[2]) =>
      setOrganizationRule(town.context(actor), town.id(organization), wish)
    const rule = { minRank: 90 }
    expect(await set('chief', 'liaison', from(town, 'corps', rule))).toEqual(no('not_found'))
    expect(await set('desk-1', 'liaison', from(town, 'city', rule))).toEqual(no('not_found'))
    expect(await set('desk-1', 'liaison', from(town, 'nowhere', rule))).toEqual(no('not_found'))
    expect(await set('mayor', 'city', from(town, 'corps', rule))).toEqual(no('not_found'))
    expect(await set('desk-1', 'liaison', from(town, 'liaison', rule))).toEqual(no('malformed'))
    expect(await set('desk-1', 'corps', from(town, 'liaison', rule))).toEqual(no('malformed'))
    const strange = { units: [town.id('unit-city')] }
    expect(await set('desk-1', 'liaison', from(town, 'corps', strange))).toEqual(no('malformed'))
    expect(await town.events('liaison')).toEqual([])
  })

  test('[DR25] taken away takes along who was there by rule, and nobody else', async () => {
    const town = await aRuledTown()
    const set = (wish: Parameters<typeof setOrganizationRule>[2]) =>
      setOrganizationRule(town.context('desk-1'), town.id('liaison'), wish)
    expect(await set({ membersFrom: null })).toEqual({ ok: true, value: { memberCount: 0 } })
    await town.settle()
    expect(inRoom(town)).toEqual(['desk-1'])
    expect(organizationsOf(town, 'captain-1')).toEqual(['団 第1分団 分団長'])
    await promote(town, 'member-1', 'title-captain')
    expect(inRoom(town)).toEqual(['desk-1'])
    expect(await set(from(town, 'corps', { titles: [town.id('title-captain')] }))).toMatchObject({
      value: { memberCount: 4 },
    })
    await town.settle()
    expect(inRoom(town)).toEqual(['captain-1', 'captain-2', 'captain-3', 'desk-1', 'member-1'])
    expect((await town.events('liaison')).map(({ action }) => action)).toEqual([
      ...['organization.rule_changed', 'organization.rule_changed'],
    ])
  })

  test('[DR19] planted again it brings what the source has now, and changes nobody made by hand', async () => {
    const town = await aRuledTown()
    await town.db
      .update(memberships)
      .set({ titleId: town.id('title-captain') })
      .where(eq(memberships.accountId, town.id('member-3')))
    for (let times = 0; times < 2; times += 1) {
      await plantPeople(town.planting, [town.desk1])
      await deliverEverything(town.planting)
      expect(inRoom(town)).toEqual([...people, 'member-3'].toSorted())
    }
    expect(await rowOf(town, 'desk-1')).toMatchObject({ byRule: false, isAdmin: true })
    expect(await rowOf(town, 'member-3')).toMatchObject({ byRule: true, isAdmin: false })
  })
})
