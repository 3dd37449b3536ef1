import { env, runDurableObjectAlarm } from 'cloudflare:test'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Start } from '../../protocol/http.ts'
import { limits } from '../../protocol/limits.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { clientId } from '../support/builders.ts'
import { type Ask, ask, Browser, bindings, codeIn, ownOrigin } from './browser.ts'
import { accountObject, accountsAhead, aTown, auditActions, password, type SmallTown } from './small-town.ts'

const path = `/api/start?v=${protocolVersion}`
const accessCookie = '__Host-yagura-access'
const refreshCookie = '__Host-yagura-refresh'

async function signedIn(town: SmallTown, i = 0): Promise<Browser> {
  const browser = new Browser()
  await browser.signIn(town.people[i]!.loginId, password)
  return browser
}

const started = async (browser: Browser, rest: Ask = {}) => v.parse(Start, await (await browser.ask(path, rest)).json())

/** Lobbies that answer a list in their own way. */
const lobbies = (list: () => Promise<never>) =>
  bindings({ LOBBY: { idFromName: (name: string) => name, get: () => ({ list }) } as never })

describe('the start', () => {
  test('[SE19] one answer has who is signed in and the lists of all own organizations, and is not kept', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const body = { t: 'post', id: clientId(1), text: '集合は7時' }
    await ami.ask(`/api/rooms/${town.roomId}/commands`, { method: 'POST', body })
    await runDurableObjectAlarm(env.ROOM.getByName(town.roomId))
    const answer = await ben.ask(path)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(answer.headers.getSetCookie()).toEqual([])
    const { session, lists } = v.parse(Start, await answer.json())
    expect(session).toMatchObject({ accountId: town.people[1]!.id, organizations: [{ id: town.organizationId }] })
    expect(lists).toMatchObject([
      { organizationId: town.organizationId, rooms: [{ id: town.roomId, unread: 1, last: { text: '集合は7時' } }] },
    ])
  })

  test('[SE19] it needs no directory', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    const away = bindings({ DB: undefined, DIRECTORY: undefined, PHOTOS: undefined })
    expect((await started(browser, { env: away })).lists).toHaveLength(1)
    browser.cookies.delete(accessCookie)
    expect((await started(browser, { env: away })).lists).toHaveLength(1)
  })

  test('[SE19] an access token that is over or missing is renewed in the same answer', async () => {
    const browser = await signedIn(await aTown())
    const refresh = browser.cookies.get(refreshCookie)
    const later = bindings({ CLOCK_AHEAD_MS: `${limits.accessTokenMs + 6_000}` })
    const { session } = await started(browser, { env: later })
    expect(session.accessEndsAt - session.now).toBeGreaterThan(limits.accessTokenMs - 2_000)
    expect(browser.cookies.get(refreshCookie)).not.toBe(refresh)
    expect((await browser.ask('/api/me', { env: later })).status).toBe(200)
    browser.cookies.delete(accessCookie)
    const answer = await browser.ask(path)
    expect(await answer.text()).not.toMatch(/tokens|eyJ/)
    expect(answer.headers.getSetCookie()).toHaveLength(2)
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/^__Host-.*HttpOnly.*SameSite=Strict/)
    expect((await browser.ask('/api/me')).status).toBe(200)
  })

  test('[SE2] [SE19] an answer that was cut, and tabs that start at once, sign nobody out', async () => {
    const browser = await signedIn(await aTown())
    browser.cookies.delete(accessCookie)
    const secrets = new Set<string | undefined>()
    for (let i = 0; i < 20; i += 1) {
      const cut = await Promise.all(Array.from({ length: 3 }, () => browser.ask(path, { isCut: true })))
      for (const { status } of cut) expect(status).toBe(200)
      expect((await browser.ask(path)).status).toBe(200)
      secrets.add(browser.cookies.get(refreshCookie))
      browser.cookies.delete(accessCookie)
    }
    expect(secrets.size).toBe(20)
  })

  test('[SE5] [SE19] a stolen secret that is used after its owner went on ends the device', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    const thief = new Browser()
    thief.cookies.set(refreshCookie, browser.cookies.get(refreshCookie) ?? '')
    await browser.refresh()
    await browser.refresh()
    const minutesLater = bindings({ ACCOUNT: accountsAhead(limits.refreshGraceMs + 1_000) })
    expect(await codeIn(await thief.ask(path, { env: minutesLater }))).toBe('signed_out')
    expect(await codeIn(await browser.ask(path))).toBe('signed_out')
    expect(await auditActions(town.people[0]!.id)).toEqual(['session.signed_in', 'session.reuse_ended'])
  })

  test('[SE19] without a session, and on a device that has ended, it is signed_out and gives nothing', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    await accountObject(town.people[0]!.id).endOthers(null)
    for (const asker of [browser, new Browser()]) {
      const answer = await asker.ask(path)
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
      expect(await codeIn(answer)).toBe('signed_out')
    }
  })

  test('[SE11] [SE19] a client that names itself bearer starts by its token, and no cookie renews it', async () => {
    const browser = await signedIn(await aTown())
    const bearer = { 'x-yagura-client': 'bearer' }
    const authorization = `Bearer ${browser.cookies.get(accessCookie)}`
    const answer = await ask(path, { headers: { ...bearer, authorization } })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []])
    browser.cookies.delete(accessCookie)
    expect(await codeIn(await browser.ask(path, { headers: bearer }))).toBe('signed_out')
  })

  test('[SE19] a lobby that fails or does not answer is left out', async () => {
    const browser = await signedIn(await aTown())
    const failing = lobbies(() => Promise.reject(new Error('away')))
    const silent = lobbies(() => new Promise<never>(() => undefined))
    for (const away of [failing, silent]) expect((await started(browser, { env: away })).lists).toEqual([])
  })

  test('[CU6] [SE19] a client of another version is told to reload, and nothing is renewed', async () => {
    const browser = await signedIn(await aTown())
    browser.cookies.delete(accessCookie)
    for (const version of [0, protocolVersion + 1]) {
      const answer = await browser.ask(`/api/start?v=${version}`)
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([426, []])
    }
    for (const query of ['', '?v=', '?v=x', `?v=${protocolVersion}&odd=1`])
      expect(await codeIn(await browser.ask(`/api/start${query}`)), query).toBe('malformed')
  })

  test('[SC3] [SE19] only our own page starts, where the browser says whose it is', async () => {
    const browser = await signedIn(await aTown())
    browser.cookies.delete(accessCookie)
    const asked = (headers: Record<string, string>) =>
      ask(path, { headers: { cookie: browser.cookieHeader(), ...headers } })
    for (const site of ['cross-site', 'same-site', 'none', 'odd'])
      expect(await codeIn(await asked({ 'sec-fetch-site': site })), site).toBe('foreign_origin')
    for (const origin of ['https://evil.test', 'null'])
      expect(await codeIn(await asked({ origin })), origin).toBe('foreign_origin')
    expect((await asked({ 'sec-fetch-site': 'same-origin', origin: ownOrigin })).status).toBe(200)
    expect((await asked({})).status).toBe(200)
  })
})
