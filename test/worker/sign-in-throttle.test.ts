import { describe, expect, test, vi } from 'vitest'
import { signInPolicy } from '../../core/sign-in-throttle.ts'
import { guardTry } from '../../worker/sign-in/guard.ts'
import { Browser, bindings, codeIn, randomAddress } from './browser.ts'
import { aTown, password } from './small-town.ts'

const stranger = { knownDevice: null }

/** Wrong tries, as the routes make them, without the cost of hashing. Answers how many were let through. */
async function failMany(times: number, tried: { loginId: string; address: string | (() => string) }): Promise<number> {
  let through = 0
  let left = times
  const one = async () => {
    while (left > 0) {
      left -= 1
      const address = typeof tried.address === 'string' ? tried.address : tried.address()
      const guarded = await guardTry(bindings(), { ...stranger, loginId: tried.loginId, address }, Date.now())
      if (guarded.ok) through += 1
    }
  }
  await Promise.all(Array.from({ length: 20 }, one))
  return through
}

/** A D1 that counts its queries: the look-up comes before the hash. */
function countingDatabase() {
  const { DB } = bindings()
  const counting = { queries: 0, DB: undefined as never }
  counting.DB = new Proxy(DB!, {
    get: (target, name) => {
      if (name === 'prepare' || name === 'batch') counting.queries += 1
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  }) as never
  return counting
}

describe('slowing down sign-in', () => {
  test('[SI5] the sixth wrong try of a pair is answered 429 with a time, before anything is looked up or hashed', async () => {
    const { people } = await aTown()
    const browser = new Browser()
    for (let i = 0; i < 5; i += 1)
      expect(await codeIn(await browser.signIn(people[0]!.loginId, `wrong ${i}`))).toBe('sign_in_failed')
    const counting = countingDatabase()
    const answer = await browser.signIn(people[0]!.loginId, password, { env: bindings({ DB: counting.DB }) })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(20)
    expect(await answer.json()).toMatchObject({ error: { code: 'slow_down', retryAfterMs: expect.any(Number) } })
    expect(counting.queries).toBe(0)
    const later = bindings({ CLOCK_AHEAD_MS: `${signInPolicy.firstWaitMs}` })
    expect((await browser.signIn(people[0]!.loginId, password, { env: later })).status).toBe(200)
  })

  test('[SI5] an unknown login ID is slowed down like one that exists', async () => {
    const address = randomAddress()
    expect(await failMany(12, { loginId: 'nobody-at-all', address })).toBe(5)
  })

  test('[SI6] 400 wrong tries from 400 addresses: the owner gets in from anywhere at the first right try', async () => {
    const { people } = await aTown()
    const [ami] = people
    expect(await failMany(400, { loginId: ami!.loginId, address: randomAddress })).toBeGreaterThan(390)
    expect((await new Browser().signIn(ami!.loginId, password)).status).toBe(200)
  })

  test('[SI6] by then wrong answers come later, by at most 3 s, and right ones do not', async () => {
    const { people } = await aTown()
    const [ami] = people
    await failMany(30, { loginId: ami!.loginId, address: randomAddress })
    const wait = vi.spyOn(scheduler, 'wait').mockResolvedValue()
    expect((await new Browser().signIn(ami!.loginId, password)).status).toBe(200)
    expect(wait).not.toHaveBeenCalled()
    expect(await codeIn(await new Browser().signIn(ami!.loginId, 'wrong'))).toBe('sign_in_failed')
    expect(wait).toHaveBeenCalledTimes(1)
    expect(wait.mock.calls[0]![0]).toBeGreaterThan(0)
    expect(wait.mock.calls[0]![0]).toBeLessThanOrEqual(signInPolicy.maxSlowMs)
    wait.mockRestore()
  })

  test('[SI14] a known device is let in while strangers at its own address try the same login ID', async () => {
    const { people } = await aTown()
    const [ami] = people
    const [known, unknown] = [new Browser(), new Browser()]
    unknown.headers['cf-connecting-ip'] = known.headers['cf-connecting-ip']!
    await known.signIn(ami!.loginId, password)
    await known.ask('/api/session', { method: 'DELETE' })
    await failMany(50, { loginId: ami!.loginId, address: known.headers['cf-connecting-ip']! })
    expect(await codeIn(await unknown.signIn(ami!.loginId, password))).toBe('slow_down')
    expect((await known.signIn(ami!.loginId, password)).status).toBe(200)
  })

  test('[SI14] a device is known to its own login ID alone, for 180 days, and guesses no more than others', async () => {
    const { people } = await aTown(2)
    const [ami, ben] = people
    const browser = new Browser()
    await browser.signIn(ami!.loginId, password)
    const asStranger = browser.headers['cf-connecting-ip']!
    await failMany(6, { loginId: ben!.loginId, address: asStranger })
    expect(await codeIn(await browser.signIn(ben!.loginId, password))).toBe('slow_down')

    const forged = new Browser({ 'cf-connecting-ip': asStranger })
    await failMany(6, { loginId: ami!.loginId, address: asStranger })
    const good = browser.cookies.get('__Host-yagura-known')!
    const [knownId, endsAt, mac] = good.split('.')
    for (const cookie of [
      `${knownId}.${Number(endsAt) + 1}.${mac}`,
      `${'A'.repeat(22)}.${endsAt}.${mac}`,
      `${good}x`,
      'x',
    ]) {
      forged.cookies.set('__Host-yagura-known', cookie)
      expect(await codeIn(await forged.signIn(ami!.loginId, password))).toBe('slow_down')
    }
    for (let i = 0; i < 5; i += 1)
      expect(await codeIn(await browser.signIn(ami!.loginId, 'guess'))).toBe('sign_in_failed')
    expect(await codeIn(await browser.signIn(ami!.loginId, 'guess'))).toBe('slow_down')
  })

  test('[SI7] 34 people behind one Wi-Fi, two typos each: everyone gets in', async () => {
    const { people } = await aTown(34)
    const address = randomAddress()
    const statuses = await Promise.all(
      people.map(async ({ loginId }) => {
        expect(await failMany(2, { loginId, address })).toBe(2)
        return (await new Browser({ 'cf-connecting-ip': address }).signIn(loginId, password)).status
      }),
    )
    expect(statuses).toEqual(Array(34).fill(200))
  }, 60_000)

  test('[SI7] one address that tries 300 login IDs has 200 tries; its other people with known devices go on', async () => {
    const { people } = await aTown(2)
    const [ami, ben] = people
    const [known, unknown] = [new Browser(), new Browser()]
    unknown.headers['cf-connecting-ip'] = known.headers['cf-connecting-ip']!
    await known.signIn(ami!.loginId, password)
    let through = 0
    for (let n = 0; n < 300; n += 1)
      through += await failMany(1, { loginId: `spray-${n}`, address: known.headers['cf-connecting-ip']! })
    expect(through).toBe(200)
    expect(await codeIn(await unknown.signIn(ben!.loginId, password))).toBe('slow_down')
    expect((await known.signIn(ami!.loginId, password)).status).toBe(200)
  })

  test('[SI7] an IPv6 visitor is its first 64 bits', async () => {
    const { people } = await aTown()
    for (let i = 0; i < 5; i += 1) {
      const browser = new Browser({ 'cf-connecting-ip': `2001:db8:1:2:${i}::${i}` })
      expect(await codeIn(await browser.signIn(people[0]!.loginId, 'wrong'))).toBe('sign_in_failed')
    }
    const sixth = new Browser({ 'cf-connecting-ip': '2001:DB8:1:2:ffff::1', 'x-forwarded-for': '198.51.100.1' })
    expect(await codeIn(await sixth.signIn(people[0]!.loginId, password))).toBe('slow_down')
    const neighbour = new Browser({ 'cf-connecting-ip': '2001:db8:1:3::1' })
    expect((await neighbour.signIn(people[0]!.loginId, password)).status).toBe(200)
  })
})
