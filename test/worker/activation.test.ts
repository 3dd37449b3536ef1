import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { hashActivationCode, makeActivationCode } from '../../worker/directory/activation-code.ts'
import { testSecrets } from '../support/test-secrets.ts'
import { Browser, codeIn, sessionIn } from './browser.ts'
import { accountObject, aTown, passwordHashOf, password as townPassword } from './small-town.ts'

const password = 'hajimete no kagi'
const secrets = { pepper: testSecrets.PASSWORD_PEPPER }

/** Issues a code as an administrator does. */
async function issue(id: Id, endsAt = Date.now() + limits.activationMs): Promise<string> {
  const code = makeActivationCode()
  await env.DB.prepare(
    'UPDATE accounts SET activation_hash = ?, activation_ends_at = ?, activation_tries = 0 WHERE id = ?',
  )
    .bind(await hashActivationCode(secrets, id, code), endsAt, id)
    .run()
  return code
}

async function aNewcomer(endsAt?: number) {
  const { people } = await aTown(1, { isActivated: false })
  const [person] = people
  return { ...person!, code: await issue(person!.id, endsAt) }
}

const use = (loginId: string, code: string, chosen = password) =>
  new Browser().ask('/api/session/activation', { method: 'POST', body: { loginId, code, password: chosen } })

describe('activation', () => {
  test('[SI10] a one-time code sets the own password and signs in; it works once', async () => {
    const { id, loginId, code } = await aNewcomer()
    const response = await use(loginId, code)
    expect((await sessionIn(response)).accountId).toBe(id)
    expect(response.headers.getSetCookie()).toHaveLength(3)
    expect(await codeIn(await use(loginId, code))).toBe('activation_failed')
    expect((await new Browser().signIn(loginId, password)).status).toBe(200)
  })

  test('[SI10] hyphens, blanks, small and full-width letters make no difference', async () => {
    const { loginId, code } = await aNewcomer()
    const asTyped = ` ${code.replaceAll('-', ' ').toLowerCase()}`.replace(/[a-z0-9]/g, (letter) =>
      String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
    )
    expect((await use(loginId, asTyped)).status).toBe(200)
  })

  test('[SI10] used twice at the same moment it works once', async () => {
    const { loginId, code } = await aNewcomer()
    const answers = await Promise.all([use(loginId, code), use(loginId, code), use(loginId, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
  })

  test('[SI11] after five wrong tries the code is dead, and the right one is told the same', async () => {
    const { loginId, code } = await aNewcomer()
    const wrong = await Promise.all(
      Array.from({ length: limits.maxActivationTries }, () => use(loginId, makeActivationCode())),
    )
    for (const answer of wrong) expect(await codeIn(answer)).toBe('activation_failed')
    expect(await codeIn(await use(loginId, code))).toBe('activation_failed')
  })

  test('[SI11] a code ends after its time; an unknown login ID and one without a code are told the same', async () => {
    const late = await aNewcomer(Date.now() - 1)
    const { people } = await aTown()
    for (const [loginId, code] of [
      [late.loginId, late.code],
      [people[0]!.loginId, makeActivationCode()],
      ['nobody.here', late.code],
    ] as const) {
      const answer = await use(loginId, code)
      expect(answer.status).toBe(401)
      expect(await codeIn(answer)).toBe('activation_failed')
    }
  })

  test('[SI12] a password that is too short, too common or too long costs no try', async () => {
    const { loginId, code } = await aNewcomer()
    for (let round = 0; round < limits.maxActivationTries; round += 1) {
      expect(await codeIn(await use(loginId, code, 'shobodan'))).toBe('password_too_common')
    }
    expect(await codeIn(await use(loginId, code, loginId))).toBe('password_too_common')
    expect(await codeIn(await use(loginId, code, 'みじかい'))).toBe('password_too_short')
    expect(await codeIn(await use(loginId, code, '長'.repeat(400)))).toBe('password_too_long')
    expect((await use(loginId, code, '火の見櫓から見える町')).status).toBe(200)
  })

  test('[SI13] a new code leaves the password as it is until it is used; then every device ends', async () => {
    const { people } = await aTown()
    const [ami] = people
    const before = new Browser()
    await before.signIn(ami!.loginId, townPassword)
    const hash = await passwordHashOf(ami!.id)
    const code = await issue(ami!.id)
    expect(await passwordHashOf(ami!.id)).toBe(hash)
    expect((await before.ask('/api/me')).status).toBe(200)
    const after = await use(ami!.loginId, code)
    expect(after.status).toBe(200)
    expect(await codeIn(await before.ask('/api/me'))).toBe('signed_out')
    expect(await accountObject(ami!.id).devices('')).toHaveLength(1)
  })

  test('[SI13] an own new password makes a waiting code useless', async () => {
    const { people } = await aTown()
    const [ami] = people
    const code = await issue(ami!.id)
    const browser = new Browser()
    await browser.signIn(ami!.loginId, townPassword)
    await browser.ask('/api/me/password', {
      method: 'PUT',
      body: { current: townPassword, next: 'mata betsu no kagi' },
    })
    expect(await codeIn(await use(ami!.loginId, code))).toBe('activation_failed')
  })

  test('[SI10] the code is stored only as a keyed hash', async () => {
    const { id, code } = await aNewcomer()
    const row = await env.DB.prepare('SELECT * FROM accounts WHERE id = ?').bind(id).first()
    expect(JSON.stringify(row)).not.toContain(code)
    expect(JSON.stringify(row)).not.toContain(code.replaceAll('-', ''))
  })
})
