import { expect, test } from 'vitest'
import worker from '../../../worker/directory/first-administrator-worker.ts'
import { Browser, bindings, codeIn, sessionIn } from '../browser.ts'

type PlanterBindings = Parameters<typeof worker.fetch>[1]

const ask = (body: unknown, env = bindings() as unknown as PlanterBindings) =>
  worker.fetch(new Request('http://town/first-administrator', { method: 'POST', body: JSON.stringify(body) }), env)

// One test, in the order in which a town begins: the database of this file is empty at first.
test('[DR17] the first administrator of an empty town signs in with a code, and makes the next account; there is no second first', async () => {
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
})
