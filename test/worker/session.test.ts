import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { hashPassword } from '../../worker/passwords/password-hash.ts'
import { aFakeHouse } from '../support/account.ts'
import { testSecrets } from '../support/test-secrets.ts'
import { ask, Browser, bindings, codeIn, logged, ownOrigin, sessionIn } from './browser.ts'
import { accountObject, aTown, auditActions, disable, password, passwordHashOf, setPasswordHash } from './small-town.ts'

describe('sign-in', () => {
  test('[SI1] a login ID and its password open a session; capital letters and blanks around it do not matter', async () => {
    const { people, organizationId } = await aTown()
    const [ami] = people
    const browser = new Browser()
    const response = await browser.signIn(` ${ami!.loginId.toUpperCase()} `, password)
    expect(response.status).toBe(200)
    const session = await sessionIn(response)
    expect(session).toMatchObject({ accountId: ami!.id, loginId: ami!.loginId, name: ami!.name })
    expect(session.organizations.map(({ id }) => id)).toEqual([organizationId])
    expect(session.accessEndsAt - session.now).toBeGreaterThan(598_000)
    expect(session.accessEndsAt - session.now).toBeLessThanOrEqual(600_000)
    const me = await browser.ask('/api/me')
    expect((await sessionIn(me)).deviceId).toBe(session.deviceId)
  })

  test('[SE11] a browser gets its tokens in three strict cookies and never in a body', async () => {
    const { people } = await aTown()
    const response = await new Browser().signIn(people[0]!.loginId, password)
    expect(await response.text()).not.toMatch(/tokens|eyJ/)
    const cookies = response.headers.getSetCookie()
    expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
      '__Host-yagura-access',
      '__Host-yagura-known',
      '__Host-yagura-refresh',
    ])
    for (const cookie of cookies) {
      const attributes = cookie
        .split('; ')
        .slice(1)
        .map((attribute) => attribute.split('=')[0])
      expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age', 'Path', 'SameSite', 'Secure'])
      expect(cookie).toMatch(/; Path=\/(;|$)/)
      expect(cookie).toContain('SameSite=Strict')
    }
  })

  test('[SE11] a client without cookies gets its tokens in the body and no cookie', async () => {
    const { people } = await aTown()
    const headers = { 'x-yagura-client': 'bearer', 'content-type': 'application/json' }
    const body = { loginId: people[0]!.loginId, password }
    const response = await ask('/api/session', { method: 'POST', body, headers })
    expect(response.headers.getSetCookie()).toEqual([])
    const { tokens } = await sessionIn(response)
    const me = await ask('/api/me', { headers: { authorization: `Bearer ${tokens!.access}` } })
    expect(me.status).toBe(200)
    const renewed = await ask('/api/session/refresh', { method: 'POST', body: { refresh: tokens!.refresh }, headers })
    expect(renewed.headers.getSetCookie()).toEqual([])
    expect((await sessionIn(renewed)).tokens!.refresh).not.toBe(tokens!.refresh)
  })

  test('[SI2] unknown, wrong, disabled and not yet activated: one answer, equal but for the reference', async () => {
    const [town, sleeping] = [await aTown(2), await aTown(1, { isActivated: false })]
    await disable(town.people[1]!.id)
    const answers = await Promise.all([
      new Browser().signIn('nobody.has-this', password),
      new Browser().signIn('誰でもない', password),
      new Browser().signIn(town.people[0]!.loginId, 'not this one'),
      new Browser().signIn(town.people[1]!.loginId, password),
      new Browser().signIn(sleeping.people[0]!.loginId, password),
    ])
    const seen = await Promise.all(
      answers.map(async (answer) => ({
        status: answer.status,
        headers: [...answer.headers],
        body: (await answer.text()).replace(/"reference":"[\w-]{12}"/, ''),
      })),
    )
    expect(seen[0]).toMatchObject({ status: 401 })
    for (const other of seen.slice(1)) expect(other).toEqual(seen[0])
  })

  test('[SI2] on the way there they ask the throttle and D1 the same things, in the same order', async () => {
    const [town, sleeping] = [await aTown(2), await aTown(1, { isActivated: false })]
    await disable(town.people[1]!.id)
    const wishes = [
      ['nobody.has-this', password],
      [town.people[0]!.loginId, 'not this one'],
      [town.people[1]!.loginId, password],
      [sleeping.people[0]!.loginId, password],
    ] as const
    const traces = []
    for (const [loginId, tried] of wishes) {
      const tracing = tracingBindings()
      expect((await new Browser().signIn(loginId, tried, { env: tracing.env })).status).toBe(401)
      traces.push(tracing.asked)
    }
    expect(traces[0]).toEqual(['admit', 'admit', 'admit', expect.stringMatching(/^select .* from "accounts"/), 'audit'])
    for (const other of traces.slice(1)) expect(other).toEqual(traces[0])
  })

  test('[SI3] an account whose object was not told yet signs in all the same', async () => {
    const { people } = await aTown(1, { isDelivered: false })
    const response = await new Browser().signIn(people[0]!.loginId, password)
    expect((await sessionIn(response)).organizations).toHaveLength(1)
  })

  test('[SI4] a hash of an older cost is replaced at the next sign-in, and the new one works', async () => {
    const { people } = await aTown()
    const [ami] = people
    const old = await hashPassword(testSecrets.PASSWORD_PEPPER, password, { ln: 10, r: 8, p: 1 })
    await setPasswordHash(ami!.id, old)
    expect((await new Browser().signIn(ami!.loginId, password)).status).toBe(200)
    expect(await passwordHashOf(ami!.id)).toMatch(/^scrypt\$ln=14,r=8,p=5\$/)
    expect((await new Browser().signIn(ami!.loginId, password)).status).toBe(200)
  })

  test('[SI9] a password that changes while the old one is being checked does not let the old one in', async () => {
    const { people } = await aTown()
    const [ami] = people
    const opening = bindings({ ACCOUNT: openingAfter(() => setPasswordHash(ami!.id, 'scrypt$changed')) })
    const response = await new Browser().signIn(ami!.loginId, password, { env: opening })
    expect(await codeIn(response)).toBe('sign_in_failed')
    expect(await accountObject(ami!.id).devices('')).toEqual([])
  })

  test('[SE12] signing in again on the same browser replaces its device', async () => {
    const { people } = await aTown(2)
    const browser = new Browser()
    for (let i = 0; i < 3; i += 1) await browser.signIn(people[0]!.loginId, password)
    expect(await accountObject(people[0]!.id).devices('')).toHaveLength(1)
    await browser.signIn(people[1]!.loginId, password)
    expect(await accountObject(people[0]!.id).devices('')).toHaveLength(0)
  })

  test('[SC8] sign-ins, failures and new passwords are in the audit', async () => {
    const { people } = await aTown()
    const [ami] = people
    const browser = new Browser()
    await browser.signIn(ami!.loginId, 'wrong one')
    await browser.signIn(ami!.loginId, password)
    await browser.ask('/api/me/password', { method: 'PUT', body: { current: password, next: 'atarashii kagi 8' } })
    const tablet = new Browser()
    await tablet.signIn(ami!.loginId, 'atarashii kagi 8')
    await tablet.ask('/api/session', { method: 'DELETE' })
    expect(await auditActions(ami!.id)).toEqual([
      'session.sign_in_failed',
      'session.signed_in',
      'account.password_changed',
      'session.signed_in',
      'session.signed_out',
    ])
  })
})

describe('signing out', () => {
  test('[SE12] ends this device, clears its cookies and the cache, and leaves it known and others’ unsent messages there', async () => {
    const { people } = await aTown()
    const browser = new Browser()
    await browser.signIn(people[0]!.loginId, password)
    const held = new Browser()
    for (const [name, value] of browser.cookies) held.cookies.set(name, value)
    const response = await browser.ask('/api/session', { method: 'DELETE' })
    expect(response.status).toBe(204)
    expect(response.headers.get('clear-site-data')).toBe('"cache"')
    expect([...browser.cookies.keys()]).toEqual(['__Host-yagura-known'])
    expect(await codeIn(await held.ask('/api/me'))).toBe('signed_out')
    expect(await codeIn(await held.refresh())).toBe('signed_out')
  })

  test('[SE12] works with an access token that is over, and where there is no session', async () => {
    const { people } = await aTown()
    const browser = new Browser()
    await browser.signIn(people[0]!.loginId, password)
    browser.cookies.delete('__Host-yagura-access')
    expect((await browser.ask('/api/session', { method: 'DELETE' })).status).toBe(204)
    expect(await accountObject(people[0]!.id).devices('')).toEqual([])
    expect((await new Browser().ask('/api/session', { method: 'DELETE' })).status).toBe(204)
  })
})

describe('own devices and password', () => {
  test('[SE10] the copy of the device list reaches D1 by the Worker’s own entrypoint', async () => {
    const { people } = await aTown()
    const [ami] = people
    await new Browser({ 'user-agent': 'iPhone' }).signIn(ami!.loginId, password)
    const house = aFakeHouse({ aheadMs: 60_000 })
    await house.in(accountObject(ami!.id), (account) => {
      house.env.DIRECTORY = env.DIRECTORY
      return account.alarm()
    })
    const copied = await env.DB.prepare('SELECT name FROM account_devices WHERE account_id = ?').bind(ami!.id).all()
    expect(copied.results).toEqual([{ name: 'iPhone' }])
  })

  test('[SE8] ending one of the own devices ends it at once; another’s device is not there', async () => {
    const { people } = await aTown(2)
    const [phone, tablet, stranger] = [
      new Browser({ 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)' }),
      new Browser(),
      new Browser(),
    ]
    await phone.signIn(people[0]!.loginId, password)
    await tablet.signIn(people[0]!.loginId, password)
    await stranger.signIn(people[1]!.loginId, password)
    const { devices } = (await (await tablet.ask('/api/me/devices')).json()) as {
      devices: { id: string; name: string; current: boolean }[]
    }
    expect(devices.map(({ name, current }) => ({ name, current }))).toEqual([
      { name: '端末', current: true },
      { name: 'iPhone', current: false },
    ])
    const path = `/api/me/devices/${devices[1]!.id}`
    expect(await codeIn(await stranger.ask(path, { method: 'DELETE' }))).toBe('not_found')
    expect(await codeIn(await stranger.ask('/api/me/devices/x', { method: 'DELETE' }))).toBe('not_found')
    expect((await tablet.ask(path, { method: 'DELETE' })).status).toBe(204)
    expect(await codeIn(await phone.ask('/api/me'))).toBe('signed_out')
    expect((await tablet.ask('/api/me')).status).toBe(200)
  })

  test('[SE20] it learns that it was ended when it renews or starts; its cookies stay as they are', async () => {
    const { people } = await aTown()
    const [own, lost] = [new Browser(), new Browser()]
    await own.signIn(people[0]!.loginId, password)
    await lost.signIn(people[0]!.loginId, password)
    const lostId = lost.cookies.get('__Host-yagura-refresh')!.split('.')[1]
    expect((await own.ask(`/api/me/devices/${lostId}`, { method: 'DELETE' })).status).toBe(204)
    expect(await codeIn(await lost.ask('/api/me'))).toBe('signed_out')
    for (const answer of [await lost.refresh(), await lost.ask('/api/start?v=1'), await lost.refresh()]) {
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
      expect(await codeIn(answer)).toBe('device_ended')
    }
    expect((await lost.ask('/api/session', { method: 'DELETE' })).status).toBe(204)
    expect(await codeIn(await lost.refresh())).toBe('signed_out')
  })

  test('[SE20] who ends the own device, signs out, or is replaced by signing in again is only signed out', async () => {
    const { people } = await aTown()
    const browser = new Browser()
    const ends = [
      (id: string) => browser.ask(`/api/me/devices/${id}`, { method: 'DELETE' }),
      () => browser.ask('/api/session', { method: 'DELETE' }),
      () => browser.signIn(people[0]!.loginId, password),
    ]
    for (const end of ends) {
      await browser.signIn(people[0]!.loginId, password)
      const held = new Browser()
      for (const [name, value] of browser.cookies) held.cookies.set(name, value)
      await end(held.cookies.get('__Host-yagura-refresh')!.split('.')[1]!)
      expect(await codeIn(await held.refresh())).toBe('signed_out')
    }
  })

  test('[SE8] a new password ends the other devices, and the old one opens nothing', async () => {
    const { people } = await aTown()
    const [own, other] = [new Browser(), new Browser()]
    await own.signIn(people[0]!.loginId, password)
    await other.signIn(people[0]!.loginId, password)
    const change = (body: object) => own.ask('/api/me/password', { method: 'PUT', body })
    expect(await codeIn(await change({ current: 'wrong', next: 'atarashii kagi 8' }))).toBe('password_wrong')
    expect(await codeIn(await change({ current: password, next: 'short' }))).toBe('password_too_short')
    expect(await codeIn(await change({ current: password, next: 'sakura2026' }))).toBe('password_too_common')
    expect((await change({ current: password, next: 'atarashii kagi 8' })).status).toBe(204)
    expect((await own.ask('/api/me')).status).toBe(200)
    expect(await codeIn(await other.ask('/api/me'))).toBe('signed_out')
    expect(await codeIn(await new Browser().signIn(people[0]!.loginId, password))).toBe('sign_in_failed')
    expect((await new Browser().signIn(people[0]!.loginId, 'atarashii kagi 8')).status).toBe(200)
  })

  test('[SE8] the other devices end even where the account has to be asked twice', async () => {
    const { people } = await aTown()
    const [own, other] = [new Browser(), new Browser()]
    await own.signIn(people[0]!.loginId, password)
    await other.signIn(people[0]!.loginId, password)
    const flaky = bindings({ ACCOUNT: failingOnce('endOthers') })
    const body = { current: password, next: 'atarashii kagi 8' }
    expect((await own.ask('/api/me/password', { method: 'PUT', body, env: flaky })).status).toBe(204)
    expect(await codeIn(await other.ask('/api/me'))).toBe('signed_out')
  })

  test('[SI5] guessing the present password is slowed down on the device that guesses', async () => {
    const { people } = await aTown()
    const [own, other] = [new Browser(), new Browser()]
    await own.signIn(people[0]!.loginId, password)
    await other.signIn(people[0]!.loginId, password)
    const guess = (browser: Browser) =>
      browser.ask('/api/me/password', { method: 'PUT', body: { current: 'guess', next: 'atarashii kagi 8' } })
    for (let i = 0; i < 5; i += 1) expect(await codeIn(await guess(own))).toBe('password_wrong')
    expect(await codeIn(await guess(own))).toBe('slow_down')
    expect(await codeIn(await guess(other))).toBe('password_wrong')
  })
})

test('[SC7] nothing secret and nothing typed is in the log', async () => {
  const { people } = await aTown()
  logged.length = 0
  const browser = new Browser()
  const response = await browser.signIn(people[0]!.loginId, password)
  await browser.signIn(people[0]!.loginId, 'another try')
  await browser.ask('/api/me?token=hidden')
  await browser.refresh()
  const lines = logged.join('\n')
  for (const secret of [
    password,
    'another try',
    'hidden',
    people[0]!.loginId,
    people[0]!.name,
    ownOrigin,
    ...secretsIn(response),
  ]) {
    expect(lines).not.toContain(secret)
  }
  expect(logged.map((line) => (JSON.parse(line) as { route: string }).route)).toEqual([
    '/api/session',
    '/api/session',
    '/api/me',
    '/api/session/refresh',
  ])
})

const secretsIn = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(/[=;]/)[1]!)

/** Accounts of which one method fails at its first call. */
function failingOnce(method: string) {
  let hasFailed = false
  return {
    idFromName: (name: string) => env.ACCOUNT.idFromName(name),
    get: (id: DurableObjectId) => {
      const stub = env.ACCOUNT.get(id)
      return new Proxy(stub, {
        get: (_, name) => {
          if (name !== method || hasFailed) return Reflect.get(stub, name)
          hasFailed = true
          return () => Promise.reject(new Error('lost'))
        },
      })
    },
  } as never
}

/** Accounts at which something else happens just before a session opens. */
function openingAfter(happens: () => Promise<void>) {
  return {
    idFromName: (name: string) => env.ACCOUNT.idFromName(name),
    get: (id: DurableObjectId) => {
      const stub = env.ACCOUNT.get(id)
      return new Proxy(stub, {
        get: (_, name) =>
          name === 'openSession'
            ? async (deviceName: string) => happens().then(() => stub.openSession(deviceName))
            : Reflect.get(stub, name),
      })
    },
  } as never
}

/** The bindings, and what was asked of the throttle and of D1 through them. */
function tracingBindings() {
  const asked: string[] = []
  const { DB, THROTTLE } = bindings()
  const tracing = <T extends object>(target: T, note: (name: string | symbol, args: unknown[]) => unknown): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => note(name, args) ?? value.apply(target, args)
      },
    })
  const database = tracing(DB!, (name, [sql]) => {
    if (name === 'prepare') asked.push(String(sql).startsWith('insert into "audit"') ? 'audit' : String(sql))
  })
  const throttle = tracing(THROTTLE, (name, [id]) =>
    name === 'get'
      ? tracing(THROTTLE.get(id as DurableObjectId), (method, [request]) => {
          if (method === 'fetch') asked.push((request as Request).url.split('/').at(-1) ?? '')
        })
      : undefined,
  )
  return { asked, env: bindings({ DB: database, THROTTLE: throttle }) }
}
