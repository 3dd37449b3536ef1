import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import {
  hashActivationCode,
  makeActivationCode,
  normalizeActivationCode,
} from '../../../worker/directory/activation-code.ts'
import { directoryView, readAudit } from '../../../worker/directory/organizations.ts'
import { makeAccount, reissueActivation, setDisabled, setTitle } from '../../../worker/directory/people.ts'
import { setHolder } from '../../../worker/directory/positions.ts'
import { accounts } from '../../../worker/directory/schema.ts'
import { aTown, secrets, startedAt, type Town } from './town-in-d1.ts'

const no = (code: string) => ({ ok: false, refusal: { code } })
const accountOf = async (town: Town, id: string) => {
  const [row] = await town.db.select().from(accounts).where(eq(accounts.id, id))
  return row ?? expect.unreachable()
}
const aWish = (town: Town, loginId: string) => ({
  loginId,
  name: '見本 花子',
  kana: 'みほん はなこ',
  unitId: town.id('unit-1'),
})
const make = (town: Town, actor: string, wish = aWish(town, town.login('new'))) =>
  makeAccount({ ...town.context(actor), secrets }, town.id('corps'), wish)
const reissue = (town: Town, actor: string, account: string) =>
  reissueActivation({ ...town.context(actor), secrets }, town.id('corps'), town.id(account))

describe('a new account', () => {
  test('[DR17] has a code that is told once and stored hashed', async () => {
    const town = await aTown()
    const made = await make(town, 'desk-1')
    const { accountId, activationCode, endsAt } = made.ok ? made.value : expect.unreachable()
    const row = await accountOf(town, accountId)
    expect(row).toMatchObject({
      passwordHash: null,
      activationTries: 0,
      activationEndsAt: endsAt,
      issuedBy: town.id('corps'),
    })
    expect(endsAt).toBe(startedAt + 1 + 14 * 24 * 3_600_000)
    expect(row.activationHash).toBe(
      await hashActivationCode(secrets, accountId, activationCode.toLowerCase().replaceAll('-', ' ')),
    )
    expect(JSON.stringify([row, await town.events()])).not.toContain(activationCode)
  })

  test('[DR9] is in the rooms of its unit at once, and its object knows it', async () => {
    const town = await aTown()
    await town.plantRoom('division 1', { units: [town.id('unit-1')] })
    const made = await make(town, 'desk-1')
    await town.settle()
    expect(town.namesIn('division 1')).toContain('見本 花子')
    const told = made.ok ? town.objects.accounts.get(made.value.accountId)?.at(-1) : undefined
    expect(told).toMatchObject({
      disabled: false,
      profile: { loginId: town.login('new'), organizations: [{ name: '消防団' }] },
    })
  })

  test('[DR7] with a login ID that is taken is refused whole', async () => {
    const town = await aTown()
    expect(await make(town, 'desk-1', aWish(town, town.login('captain-1')))).toEqual(no('login_id_taken'))
    expect([await town.events(), await town.pending()]).toEqual([[], []])
  })

  test('[DR15] is made by administrators, in units of their organization', async () => {
    const town = await aTown()
    expect(await make(town, 'chief')).toEqual(no('not_found'))
    expect(await make(town, 'mayor')).toEqual(no('not_found'))
    const elsewhere = { ...aWish(town, town.login('new')), unitId: town.id('unit-city') }
    expect(await make(town, 'desk-1', elsewhere)).toEqual(no('not_found'))
  })
})

describe('a code issued again', () => {
  test('[DR17] makes the old one void and leaves the password', async () => {
    const town = await aTown()
    const first = await reissue(town, 'desk-1', 'captain-1')
    const second = await reissue(town, 'desk-1', 'captain-1')
    const [old, current] = [first, second].map((one) => (one.ok ? one.value.activationCode : expect.unreachable()))
    const row = await accountOf(town, town.id('captain-1'))
    expect(row.passwordHash).toBe('hash')
    expect(row.activationHash).toBe(await hashActivationCode(secrets, row.id, current ?? ''))
    expect(row.activationHash).not.toBe(await hashActivationCode(secrets, row.id, old ?? ''))
    expect((await town.events()).map((event) => event.action)).toEqual(['account.code_issued', 'account.code_issued'])
  })

  test('[DR15] only by the organization that issued the account: a guest’s home is elsewhere', async () => {
    const town = await aTown()
    expect(await reissue(town, 'desk-1', 'clerk')).toEqual(no('not_allowed'))
    expect(await setDisabled(town.context('desk-1'), town.id('corps'), town.id('clerk'), true)).toEqual(
      no('not_allowed'),
    )
    expect(await reissue(town, 'mayor', 'clerk')).toEqual(no('not_found'))
    expect((await accountOf(town, town.id('clerk'))).activationHash).toBeNull()
  })

  test('[DR17] is easy to read and to type, and never the same', () => {
    const codes = Array.from({ length: 200 }, makeActivationCode)
    expect(new Set(codes).size).toBe(200)
    expect(codes.every((code) => /^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/.test(code))).toBe(true)
    expect(normalizeActivationCode(' k7qm－３xpa 9rtd')).toBe('K7QM3XPA9RTD')
  })
})

describe('changing people', () => {
  test('[DR15] is for administrators; to everyone else nobody is there', async () => {
    const town = await aTown()
    const corps = town.id('corps')
    for (const actor of ['chief', 'captain-1', 'mayor']) {
      const context = town.context(actor)
      expect(await setTitle(context, corps, town.id('member-1'), null)).toEqual(no('not_found'))
      expect(await setDisabled(context, corps, town.id('member-1'), true)).toEqual(no('not_found'))
      expect(await setHolder(context, corps, town.id('seat-1'), { accountId: null })).toEqual(no('not_found'))
      expect(await readAudit(town.db, corps, town.id(actor), undefined)).toEqual(no('not_found'))
    }
    expect(await town.events()).toEqual([])
  })

  test('[DR14] who and what belongs to another organization is not there', async () => {
    const town = await aTown()
    const [context, corps] = [town.context('desk-1'), town.id('corps')]
    expect(await setTitle(context, corps, town.id('mayor'), null)).toEqual(no('not_found'))
    expect(await setTitle(context, corps, town.id('member-1'), town.id('title-mayor'))).toEqual(no('not_found'))
    expect(await setHolder(context, corps, town.id('seat-1'), { accountId: town.id('mayor') })).toEqual(no('not_found'))
    expect(await setHolder(context, corps, town.id('seat-x'), { accountId: null })).toEqual(no('not_found'))
    expect(await setDisabled(context, corps, town.id('mayor'), true)).toEqual(no('not_found'))
    expect(await setTitle(context, town.id('city'), town.id('mayor'), null)).toEqual(no('not_found'))
  })

  test('[DR15] a disabled administrator administers nothing, and nobody disables themselves', async () => {
    const town = await aTown()
    const self = await setDisabled(town.context('desk-1'), town.id('corps'), town.id('desk-1'), true)
    expect(self).toEqual(no('not_allowed'))
    await town.db
      .update(accounts)
      .set({ disabled: true })
      .where(eq(accounts.id, town.id('desk-1')))
    expect(await setTitle(town.context('desk-1'), town.id('corps'), town.id('member-1'), null)).toEqual(no('not_found'))
  })

  test('[DR18] a disabled person is not in the directory, and holds the seat for when they come back', async () => {
    const town = await aTown()
    await setDisabled(town.context('desk-1'), town.id('corps'), town.id('captain-1'), true)
    const view = await directoryView(town.db, town.id('corps'), town.id('member-1'))
    const value = view.ok ? view.value : expect.unreachable()
    expect(value.people.map((person) => person.name)).not.toContain('captain-1')
    expect(value.positions.find((seat) => seat.id === town.id('seat-1'))?.holders).toEqual([])
    const other = await setHolder(town.context('desk-1'), town.id('corps'), town.id('seat-1'), {
      accountId: town.id('member-1'),
    })
    expect(other).toEqual(no('seat_taken'))
  })
})
