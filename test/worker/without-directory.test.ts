import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Welcome } from '../../protocol/server-message.ts'
import type { Bindings } from '../../worker/env.ts'
import { clientId } from '../support/builders.ts'
import { Browser, bindings, codeIn } from './browser.ts'
import { DoorSocket } from './door-socket.ts'
import { aTown, password } from './small-town.ts'

const twoHoursMs = 2 * 3_600_000

/** D1 that is bound and fails at every call, as it does when it is away. */
const failing = new Proxy(
  {},
  {
    get: () => () => {
      throw new Error('D1_ERROR: Network connection lost.')
    },
  },
) as D1Database

const away: Record<string, (aheadMs: number) => Bindings> = {
  'not bound': (aheadMs) =>
    bindings({ DB: undefined, PHOTOS: undefined, DIRECTORY: undefined, CLOCK_AHEAD_MS: `${aheadMs}` }),
  failing: (aheadMs) => bindings({ DB: failing, CLOCK_AHEAD_MS: `${aheadMs}` }),
}

describe.each(Object.keys(away))('with D1 %s', (how) => {
  const at = away[how]!

  test('[SE1] who is signed in goes on for two hours: renews, opens, polls, posts, reads and signs out', async () => {
    const town = await aTown(2)
    const [ami, ben] = [new Browser(), new Browser()]
    await ami.signIn(town.people[0]!.loginId, password)
    await ben.signIn(town.people[1]!.loginId, password)
    const room = `/api/rooms/${town.roomId}`
    for (let aheadMs = 0, n = 0; aheadMs <= twoHoursMs; aheadMs += 540_000, n += 1) {
      const env = at(aheadMs)
      expect((await ami.refresh({ env })).status).toBe(200)
      expect((await ben.refresh({ env })).status).toBe(200)
      const socket = await DoorSocket.open(ben, room, { env })
      await socket.until((frame) => frame.t === 'welcome')
      const post = { t: 'post', id: clientId(n), text: `${n} 回目` }
      expect((await ami.ask(`${room}/commands`, { method: 'POST', body: post, env })).status).toBe(200)
      await socket.until((frame) => frame.t === 'update' && frame.entries !== undefined)
      expect(v.parse(Welcome, await (await ben.ask(`${room}/sync?v=1`, { env })).json()).unread).toBe(n + 1)
      for (const path of [
        '/api/me',
        '/api/me/devices',
        '/api/me/badges',
        '/api/start?v=1',
        `/api/organizations/${town.organizationId}/rooms`,
      ]) {
        expect((await ami.ask(path, { env })).status).toBe(200)
      }
    }
    const env = at(twoHoursMs)
    expect((await ami.ask('/api/session', { method: 'DELETE', env })).status).toBe(204)
    expect(await codeIn(await ami.refresh({ env }))).toBe('signed_out')
  })

  test('[SE1] what needs the directory says that it is away, and nothing else', async () => {
    const { people, organizationId } = await aTown()
    const browser = new Browser()
    await browser.signIn(people[0]!.loginId, password)
    const env = at(0)
    const answers = [
      await new Browser().signIn(people[0]!.loginId, password, { env }),
      await new Browser().ask('/api/session/activation', {
        method: 'POST',
        body: { loginId: 'x', code: 'x', password: 'hotaru no hi' },
        env,
      }),
      await browser.ask('/api/me/password', {
        method: 'PUT',
        body: { current: password, next: 'atarashii kagi 8' },
        env,
      }),
      await browser.ask(`/api/organizations/${organizationId}/directory`, { env }),
    ]
    for (const answer of answers) expect([answer.status, await codeIn(answer)]).toEqual([503, 'directory_unavailable'])
  })
})
