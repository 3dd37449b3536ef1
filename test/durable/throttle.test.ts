import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { proxyDurable } from 'itty-durable'
import { describe, expect, test } from 'vitest'
import type { ThrottleCalls } from '../../durable/throttle.ts'

const start = 1_800_000_000_000

function aBucket(name = `pair-${crypto.randomUUID()}`) {
  const calls = proxyDurable(env.THROTTLE, { parse: true }).get(name) as ThrottleCalls
  return { calls, stub: env.THROTTLE.get(env.THROTTLE.idFromName(name)) }
}

const storedIn = (stub: DurableObjectStub) =>
  runInDurableObject(stub, async (_, state) => ({
    values: Object.fromEntries(await state.storage.list()),
    alarm: await state.storage.getAlarm(),
  }))

describe('the throttle object', () => {
  test('[SI5] it counts over evictions, and keeps one small value', async () => {
    const { calls, stub } = aBucket()
    for (let i = 0; i < 5; i += 1) {
      expect(await calls.admit('pair', start)).toMatchObject({ allowed: true })
      await evictDurableObject(stub)
    }
    expect(await calls.admit('pair', start)).toEqual({ allowed: false, retryAfterMs: 30_000, slowMs: 0 })
    expect((await storedIn(stub)).values).toEqual({ data: { bucket: { failures: 5, since: start, lastAt: start } } })
  })

  test('[SI5] a thousand tries at once: five get through', async () => {
    const { calls } = aBucket()
    const answers = await Promise.all(Array.from({ length: 1000 }, () => calls.admit('pair', start)))
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5)
  })

  test('[SI8] after a right try, and after a quiet time, nothing is kept', async () => {
    const right = aBucket()
    await right.calls.admit('pair', start)
    await right.calls.forgive('pair', start)
    expect((await storedIn(right.stub)).values).toEqual({})

    const quiet = aBucket()
    await quiet.calls.admit('pair', start)
    expect((await storedIn(quiet.stub)).alarm).not.toBeNull()
    expect(await runDurableObjectAlarm(quiet.stub)).toBe(true)
    expect(await storedIn(quiet.stub)).toEqual({ values: {}, alarm: null })
    expect(await quiet.calls.admit('pair', start)).toMatchObject({ allowed: true })
  })

  test('[SC9] a request for any other host reaches none of its methods', async () => {
    const { calls, stub } = aBucket()
    await calls.admit('pair', start)
    for (const url of [
      'https://yagura.test/do/call/destroy',
      'https://itty-durable.evil.test/do/call/destroy',
      'https://itty-durable:8443/do/call/destroy',
    ]) {
      expect((await stub.fetch(url)).status).toBe(404)
    }
    expect((await storedIn(stub)).values).toMatchObject({ data: { bucket: { failures: 1 } } })
  })
})
