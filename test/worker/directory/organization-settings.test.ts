import { expect, test } from 'vitest'
import type { DirectoryAccount } from '../../../protocol/account-bindings.ts'
import { limits } from '../../../protocol/limits.ts'
import { changeOrganization, readOrganization } from '../../../worker/directory/organization-settings.ts'
import { readProfiles } from '../../../worker/directory/profiles.ts'
import { Browser, sessionIn } from '../browser.ts'
import { accountObject, aTown as aSmallTown, password } from '../small-town.ts'
import { aTown, type Town } from './town-in-d1.ts'

const yes = { ok: true, value: null }
const no = { ok: false, refusal: { code: 'not_found' } }
const neither = { leavesNothing: false, sendsAtOnce: false }
const atFirst = { ...neither, urgentBy: 'moderators', ringsShow: 'room', storageBytes: limits.storageBytes }

/** What the newest profile that an account was told says of each of its organizations. */
const askedOf = (town: Town, name: string) =>
  town.objects.accounts
    .get(town.id(name))
    ?.at(-1)
    ?.profile.organizations.map(({ badge, leavesNothing, sendsAtOnce }) => [badge, leavesNothing, sendsAtOnce])

test('[DR29] an organization asks nothing at first; what it asks later reaches the profile of each of its members', async () => {
  const town = await aTown()
  expect(askedOf(town, 'clerk')).toEqual([
    ['団', false, false],
    ['市', false, false],
  ])
  const [context, corps] = [town.context('desk-1'), town.id('corps')]
  expect(await changeOrganization(context, corps, { sendsAtOnce: true })).toEqual(yes)
  await town.settle()
  for (const name of ['chief', 'desk-1', 'member-3']) expect(askedOf(town, name)).toEqual([['団', false, true]])
  expect(askedOf(town, 'clerk')).toEqual([
    ['団', false, true],
    ['市', false, false],
  ])
  expect(await changeOrganization(context, corps, { leavesNothing: true, sendsAtOnce: false })).toEqual(yes)
  await town.settle()
  expect(askedOf(town, 'member-3')).toEqual([['団', true, false]])
  expect(askedOf(town, 'citizen')).toEqual([['市', false, false]])
  expect(await town.pending()).toEqual([])
  const { accounts } = await readProfiles(town.db, [town.id('member-3')])
  expect(accounts[0]?.profile.organizations).toMatchObject([{ leavesNothing: true, sendsAtOnce: false }])
})

test('[DR7] [DR29] a change is in the audit with what was before; what is so already is not written again', async () => {
  const town = await aTown()
  const [context, corps] = [town.context('desk-1'), town.id('corps')]
  expect(await changeOrganization(context, corps, neither)).toEqual(yes)
  expect(await changeOrganization(context, corps, {})).toEqual(yes)
  expect(await town.events()).toEqual([])
  await changeOrganization(context, corps, { leavesNothing: true })
  expect((await town.events()).map(({ action, targetId, detail }) => ({ action, targetId, detail }))).toEqual([
    {
      action: 'organization.changed',
      targetId: corps,
      detail: { ...atFirst, leavesNothing: true, was: atFirst },
    },
  ])
})

test('[RG4] [RG7] who may write 緊急, and what a notification shows, reaches the rooms', async () => {
  const town = await aTown()
  const [context, corps] = [town.context('desk-1'), town.id('corps')]
  await town.plantRoom('everyone', { everyone: true })
  const mayBeUrgent = () => town.lastTold('everyone')?.members.filter(({ rights }) => rights.urgent).length
  expect(town.lastTold('everyone')?.facts).not.toHaveProperty('ringsShow')
  expect(mayBeUrgent()).toBeLessThan(town.lastTold('everyone')?.members.length ?? 0)
  expect(await changeOrganization(context, corps, { urgentBy: 'everyone', ringsShow: 'text' })).toEqual(yes)
  await town.settle()
  expect(town.lastTold('everyone')?.facts).toMatchObject({ ringsShow: 'text' })
  expect(mayBeUrgent()).toBe(town.lastTold('everyone')?.members.length)
})

test('[DR15] [DR29] only its administrators say what it asks', async () => {
  const town = await aTown()
  for (const actor of ['chief', 'member-1', 'clerk', 'mayor', 'citizen'])
    expect(await changeOrganization(town.context(actor), town.id('corps'), { leavesNothing: true })).toEqual(no)
  expect(await changeOrganization(town.context('desk-1'), town.id('absent'), { leavesNothing: true })).toEqual(no)
  expect(await town.events()).toEqual([])
})

test('[DR29] a session says it, also on a profile from before organizations could ask for anything', async () => {
  const { people, organizationId } = await aSmallTown()
  const browser = new Browser()
  const asked = async () => (await sessionIn(await browser.ask('/api/me'))).organizations
  expect((await sessionIn(await browser.signIn(people[0]!.loginId, password))).organizations).toMatchObject([neither])
  const path = `/api/organizations/${organizationId}`
  expect((await browser.ask(path, { method: 'PATCH', body: { leavesNothing: true } })).status).toBe(204)
  expect(await asked()).toMatchObject([{ leavesNothing: true, sendsAtOnce: false }])
  const [{ leavesNothing: _, sendsAtOnce: __, ...older }] = (await asked()) as [Awaited<ReturnType<typeof asked>>[0]]
  const profile = { accountId: people[0]!.id, loginId: 'older', name: '前', organizations: [older] }
  const state = { revision: 1_000_000, disabled: false, profile } as unknown as DirectoryAccount
  await accountObject(people[0]!.id).applyDirectory(state)
  expect(await asked()).toEqual([{ ...older, ...neither }])
})

test('[FI34] administrators read what is set, as it was changed last; to all others it is not there', async () => {
  const town = await aTown()
  const [context, corps] = [town.context('desk-1'), town.id('corps')]
  const read = (name: string, organization = corps) =>
    readOrganization({ db: town.db, actor: town.id(name) }, organization)
  expect(await read('desk-1')).toEqual({ ok: true, value: atFirst })
  expect(await changeOrganization(context, corps, { urgentBy: 'everyone', storageBytes: 7_000 })).toEqual(yes)
  expect(await changeOrganization(context, corps, { ringsShow: 'text' })).toEqual(yes)
  const now = { ...atFirst, urgentBy: 'everyone', storageBytes: 7_000, ringsShow: 'text' }
  expect(await read('desk-1')).toEqual({ ok: true, value: now })
  for (const name of ['member-3', 'citizen']) expect(await read(name)).toEqual(no)
  expect(await read('desk-1', town.id('nowhere'))).toEqual(no)
})
