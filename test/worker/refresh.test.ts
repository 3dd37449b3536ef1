import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { ask, Browser, bindings, codeIn, sessionIn } from './browser.ts'
import { accountsAhead, aTown, auditActions, password } from './small-town.ts'

const signedIn = async () => {
  const { people } = await aTown()
  const browser = new Browser()
  await browser.signIn(people[0]!.loginId, password)
  return browser
}

/** A browser with the cookies that this one has now. */
const copyOf = (browser: Browser) => {
  const copy = new Browser()
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
  return copy
}

const later = (ms: number) => bindings({ CLOCK_AHEAD_MS: `${ms}` })

describe('renewing a session', () => {
  test('[SE2] every answer to the refresh route cut once, in 200 rotations: 0 sign-outs', async () => {
    const browser = await signedIn()
    const refreshes = new Set<string>()
    let signOuts = 0
    for (let i = 0; i < 200; i += 1) {
      const cut = await browser.refresh({ isCut: true })
      const heard = await browser.refresh()
      signOuts += [cut, heard].filter(({ status }) => status !== 200).length
      refreshes.add(browser.cookies.get('__Host-yagura-refresh') ?? '')
    }
    expect(signOuts).toBe(0)
    expect(refreshes.size).toBe(200)
    expect((await browser.ask('/api/me')).status).toBe(200)
  })

  test('[SE4] tabs that renew at the same moment all go on', async () => {
    const browser = await signedIn()
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.refresh({ isCut: true })))
    for (const answer of answers) expect(answer.status).toBe(200)
    for (const answer of answers) browser.keep(answer)
    expect((await browser.refresh()).status).toBe(200)
  })

  test('[SE5] a stolen token that is used after its owner went on is refused, and its device ends', async () => {
    const browser = await signedIn()
    const thief = copyOf(browser)
    await browser.refresh()
    await browser.refresh()
    const minutesLater = { env: bindings({ ACCOUNT: accountsAhead(limits.refreshGraceMs + 1_000) }) }
    expect(await codeIn(await thief.refresh(minutesLater))).toBe('signed_out')
    expect(await codeIn(await browser.refresh(minutesLater))).toBe('signed_out')
    expect(await codeIn(await browser.ask('/api/me'))).toBe('signed_out')
    const [accountId = ''] = browser.cookies.get('__Host-yagura-refresh')!.split('.')
    expect(await auditActions(accountId)).toEqual(['session.signed_in', 'session.reuse_ended'])
  })

  test('[SE6] what was never given is refused and ends nothing', async () => {
    const browser = await signedIn()
    const [accountId, deviceId] = browser.cookies.get('__Host-yagura-refresh')!.split('.')
    const stranger = new Browser()
    for (const token of [
      `${accountId}.${deviceId}.${'A'.repeat(43)}`,
      `${deviceId}.${deviceId}.${'A'.repeat(43)}`,
      'x',
      '..',
      '',
    ]) {
      stranger.cookies.set('__Host-yagura-refresh', token)
      const answer = await stranger.refresh()
      expect([answer.status, await codeIn(answer)]).toEqual([401, 'signed_out'])
    }
    expect((await browser.refresh()).status).toBe(200)
  })

  test('[SE11] a cookie is not taken from a client that says it has none, nor a body’s token from a browser', async () => {
    const browser = await signedIn()
    const refresh = browser.cookies.get('__Host-yagura-refresh')
    const asBearer = await browser.refresh({ headers: { 'x-yagura-client': 'bearer' }, isCut: true })
    expect(await codeIn(asBearer)).toBe('signed_out')
    expect(await codeIn(await new Browser().refresh({ body: { refresh } }))).toBe('signed_out')
  })

  test('[SE1] renewing and asking who one is need no directory', async () => {
    const browser = await signedIn()
    const env = bindings({ DB: undefined, DIRECTORY: undefined, PHOTOS: undefined })
    for (let i = 0; i < 3; i += 1) expect((await browser.refresh({ env })).status).toBe(200)
    expect((await sessionIn(await browser.ask('/api/me', { env }))).organizations).toHaveLength(1)
  })

  test('[SE13] an access token is over after ten minutes; the session is not', async () => {
    const browser = await signedIn()
    expect((await browser.ask('/api/me', { env: later(590_000) })).status).toBe(200)
    expect(await codeIn(await browser.ask('/api/me', { env: later(606_000) }))).toBe('signed_out')
    expect((await browser.refresh({ env: later(606_000) })).status).toBe(200)
    expect((await browser.ask('/api/me', { env: later(606_000) })).status).toBe(200)
  })

  test('[SE14] nothing secret is taken from a URL', async () => {
    const browser = await signedIn()
    const access = browser.cookies.get('__Host-yagura-access')
    for (const query of [`token=${access}`, `access_token=${access}`, `authorization=Bearer%20${access}`]) {
      expect(await codeIn(await ask(`/api/me?${query}`))).toBe('signed_out')
    }
  })
})
