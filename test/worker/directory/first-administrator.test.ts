import { expect, test } from 'vitest'
import worker from '../../../worker/directory/first-administrator-worker.ts'
import { Browser, bindings, codeIn, sessionIn } from '../browser.ts'

type PlanterBindings = Parameters<typeof worker.fetch>[1]

const ask = (body: unknown, env = bindings() as unknown as PlanterBindings) =>
  worker.fetch(new Request('http://town/first-administrator', { method: 'POST', body: JSON.stringify(body) }), env)

// One test, in the order in which a town begins: the database of this file is empty at first.
test('[DR17] [DR26] [DR28] the first administrator of an empty town signs in with a code, and builds the town from there; there is no second first', async () => {
  expect((await ask({ name: '', organizationName: '火見市' })).status).toBe(400)
  const unconfigured = bindings({ PASSWORD_PEPPER: undefined }) as unknown as PlanterBindings
  expect(await (await ask({ name: '管理 太郎', organizationName: '火見市' }, unconfigured)).json()).toEqual({
    code: 'not_configured',
  })

  const made = await ask({ name: '管理 太郎', organizationName: '火見市' })
  const { loginId, activationCode } = (await made.json()) as { loginId: string; activationCode: string }
  expect([made.status, loginId]).toEqual([200, 'admin'])

  const browser = new Browser()
  const password = 'hotaru ga tobu kawa'
  const activation = { loginId, code: activationCode.toLowerCase(), password }
  const session = await sessionIn(await browser.ask('/api/session/activation', { method: 'POST', body: activation }))
  const [organization] = session.organizations
  expect(organization).toMatchObject({ name: '火見市', badge: '火', isAdmin: true, mayMakeRooms: true })
  expect(await codeIn(await new Browser().ask('/api/session/activation', { method: 'POST', body: activation }))).toBe(
    'activation_failed',
  )

  const path = `/api/organizations/${organization?.id}`
  const view = (await (await browser.ask(`${path}/directory`)).json()) as { units: { id: string }[] }
  const wish = { loginId: 'hanako', name: '見本 花子', unitId: view.units[0]?.id }
  const account = await browser.ask(`${path}/accounts`, { method: 'POST', body: wish })
  const next = (await account.json()) as { activationCode: string }
  const hanako = { loginId: 'hanako', code: next.activationCode, password }
  expect((await new Browser().ask('/api/session/activation', { method: 'POST', body: hanako })).status).toBe(200)

  const second = await ask({ name: '管理 次郎', organizationName: '火見市' })
  expect([second.status, await second.json()]).toEqual([409, { code: 'changed_meanwhile' }])

  const build = async (at: string, path: string, body: object) => {
    const answer = await browser.ask(`/api/organizations/${at}/${path}`, { method: 'POST', body })
    expect([path, answer.status]).toEqual([path, path === 'members' ? 200 : 201])
    return (await answer.json()) as { id: string; memberCount: number }
  }
  const set = (at: string, path: string, body: object) =>
    browser.ask(`/api/organizations/${at}/${path}`, { method: 'PUT', body })
  const city = organization?.id ?? ''
  const office = await build(city, 'units', { name: '危機管理課', parentId: view.units[0]?.id })
  const clerk = await build(city, 'titles', { name: '主事', rank: 10 })
  const officer = await build(city, 'titles', { name: '主査', rank: 30 })
  const seat = await build(city, 'positions', { name: '広報担当', kind: 'press', unitId: office.id, isUnique: true })
  await build(city, 'members', { loginId: 'hanako', unitId: office.id, titleId: clerk.id })

  const disaster = await build(city, 'organizations', { name: '災害連絡用', badge: '災' })
  const hanakoIs = async () => {
    const signedIn = new Browser()
    const me = await sessionIn(await signedIn.signIn('hanako', password))
    return { id: me.accountId, seats: me.organizations.map(({ badge, title }) => `${badge} ${title}`) }
  }
  const rule = { fromOrganizationId: city, rule: { minRank: 30 } }
  expect((await set(disaster.id, 'member-rule', { membersFrom: rule })).status).toBe(200)
  const { id: hanakoId, seats } = await hanakoIs()
  expect(seats).toEqual(['火 主事'])
  expect((await set(city, `accounts/${hanakoId}/title`, { titleId: officer.id })).status).toBe(204)
  expect((await set(city, `positions/${seat.id}/holder`, { accountId: hanakoId })).status).toBe(204)
  expect((await hanakoIs()).seats).toEqual(['火 広報担当', '災 主査'])
  const room = await build(disaster.id, 'rooms', { name: '災害連絡グループ', rule: { minRank: 30 } })
  expect(room.memberCount).toBe(1)
})
