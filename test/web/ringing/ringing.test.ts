import { createRoot } from 'solid-js'
import { describe, expect, test } from 'vitest'
import type { Permission, Ringing, RingingFacts, TellRinging } from '../../../protocol/ringing.ts'
import type { RungMemory, Told } from '../../../web/service-worker/rung-memory.ts'
import { dismissedForMs } from '../../../web/store/device/dismissal.ts'
import { createRinging } from '../../../web/store/ringing/ringing.ts'
import type { Api, Failure } from '../../../web/transport/api.ts'
import { ringingPaths } from '../../../web/transport/ringing-paths.ts'
import { id } from '../../support/builders.ts'

const account = id('captain')
const dayMs = 24 * 3_600_000

/** A device, its browser, and a town that remembers what it was told. */
function aDevice(
  given: { permission?: Permission; kept?: Map<string, string>; told?: Told; key?: string | null } = {},
) {
  const town = {
    key: given.key === undefined ? 'key-1' : given.key,
    told: [] as TellRinging[],
    asked: [] as string[],
    facts: null as RingingFacts | null,
    failure: null as Failure['code'] | null,
    outcome: 'sent',
    aheadMs: 0,
  }
  const browser = {
    permission: given.permission ?? 'granted',
    answer: 'granted' as Permission,
    subscription: null as { key: string; endpoint: string } | null,
    mayVanish: true,
    made: 0,
  }
  const clock = { now: 1_000_000 }
  const memory = { shownAt: null as number | null, told: given.told ?? null }
  const ringing = (): Ringing => ({
    key: town.key,
    devices: [{ id: id('phone'), name: 'phone', current: true, facts: town.facts, outlook: 'no_device' }],
    quiet: null,
    now: clock.now + town.aheadMs,
  })
  const api: Api = async (ask) => {
    town.asked.push(`${ask.method} ${ask.path}`)
    if (town.failure) return { ok: false, failure: { code: town.failure } }
    if (ask.path === ringingPaths.device) hear(ask.body as TellRinging)
    const value = ask.answer(ask.path === ringingPaths.test ? { outcome: town.outcome } : ringing())
    return value === null ? { ok: false, failure: { code: 'reload_required' } } : { ok: true, value }
  }
  function hear(telling: TellRinging): void {
    town.told.push(telling)
    const { permission, platform, installed, subscription, shownAt = null } = telling
    const now = clock.now + town.aheadMs
    const subscribedAt = subscription && now
    town.facts = { permission, platform, installed, toldAt: now, subscribedAt, trouble: null, sentAt: null, shownAt }
  }
  const subscriptionOf = ({ endpoint }: { endpoint: string }) =>
    ({
      toJSON: () => ({ endpoint, keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) } }),
    }) as unknown as PushSubscription
  const pauses: (() => void)[] = []
  const kept = given.kept ?? new Map<string, string>()
  const store = createRoot(() =>
    createRinging({
      api,
      accountId: account,
      isInstalled: () => false,
      now: () => clock.now,
      pause: () => new Promise((resolve) => void pauses.push(resolve)),
      browser: {
        localStorage: {
          getItem: (key: string) => kept.get(key) ?? null,
          setItem: (key: string, value: string) => void kept.set(key, value),
        } as Storage,
      },
      device: {
        platform: 'android',
        permission: () => browser.permission,
        ask: async () => (browser.permission = browser.answer),
        subscription: async () => browser.subscription && subscriptionOf(browser.subscription),
        async subscribed(key) {
          if (!browser.mayVanish) return null
          if (browser.subscription?.key !== key) {
            browser.made += 1
            browser.subscription = { key, endpoint: `https://push.test/${browser.made}` }
          }
          return subscriptionOf(browser.subscription)
        },
      },
      memory: {
        told: async () => memory.told,
        keepTold: async (told: Told) => void Object.assign(memory, { told }),
        shownAt: async () => memory.shownAt,
      } as unknown as RungMemory,
    }),
  )
  return { store, town, browser, clock, memory, kept, pauses }
}

const aTold = (deviceKey: string): Told => ({
  accountId: account,
  deviceKey,
  endpoint: 'https://push.test/0',
  platform: 'android',
  installed: false,
})

describe('[RG19] what a device tells at a launch', () => {
  test('[RG19] that it rings, with its subscription and when it last showed something', async () => {
    const { store, town, memory } = aDevice()
    memory.shownAt = 500
    await store.tell()
    expect(town.told).toEqual([
      {
        permission: 'granted',
        platform: 'android',
        installed: false,
        subscription: { endpoint: 'https://push.test/1', p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) },
        shownAt: 500,
      },
    ])
    expect(memory.told).toMatchObject({ accountId: account, deviceKey: 'key-1', endpoint: 'https://push.test/1' })
  })

  test('[RG19] with one request where it told it before, and every time', async () => {
    const { store, town } = aDevice({ told: aTold('key-1') })
    await store.tell()
    await store.tell()
    expect(town.asked).toEqual([`PUT ${ringingPaths.device}`, `PUT ${ringingPaths.device}`])
  })

  test('[RG19] a subscription that was lost is made again', async () => {
    const { store, town, browser } = aDevice()
    await store.tell()
    browser.subscription = null
    await store.tell()
    expect(town.told.map(({ subscription }) => subscription?.endpoint)).toEqual([
      'https://push.test/1',
      'https://push.test/2',
    ])
  })

  test('[RG19] and so is one for a key that the town no longer has', async () => {
    const { store, town, memory } = aDevice({ told: aTold('key-old') })
    await store.tell()
    expect(town.told).toHaveLength(2)
    expect(memory.told).toMatchObject({ deviceKey: 'key-1', endpoint: 'https://push.test/2' })
  })

  test('[RG19] what another account told here says nothing of this one', async () => {
    const { store, town } = aDevice({ told: { ...aTold('key-1'), accountId: id('another') } })
    await store.tell()
    expect(town.asked).toEqual([`GET ${ringingPaths.own}`, `PUT ${ringingPaths.device}`])
  })

  test('[RG19] that there is none where the browser makes none, and then it does not ring', async () => {
    const { store, town, browser } = aDevice()
    browser.mayVanish = false
    await store.tell()
    expect(town.told[0]?.subscription).toBeNull()
    expect(store.here()?.outlook).toBe('unsubscribed')
  })

  test('[RG19] without the permission once a day, and at once when that changed', async () => {
    const { store, town, browser, clock } = aDevice({ permission: 'default' })
    await store.tell()
    await store.tell()
    expect(town.told).toHaveLength(1)
    clock.now += dayMs
    await store.tell()
    expect(town.told).toHaveLength(2)
    browser.permission = 'denied'
    await store.tell()
    expect(town.told.map(({ permission }) => permission)).toEqual(['default', 'default', 'denied'])
  })

  test('[RG19] what was not heard is told at the next launch', async () => {
    const { store, town } = aDevice({ permission: 'default' })
    town.failure = 'unreachable'
    await store.tell()
    town.failure = null
    await store.tell()
    expect(town.told).toHaveLength(1)
  })

  test('nothing is subscribed in a town without a key', async () => {
    const { store, town, browser } = aDevice({ key: null })
    await store.tell()
    expect([town.told.length, browser.made]).toEqual([0, 0])
    expect(store.isSuggested()).toBe(false)
  })
})

describe('one tap', () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve))

  test('asks for the permission, subscribes, rings once, and is green when the notification was shown', async () => {
    const { store, town, clock } = aDevice({ permission: 'default' })
    await store.tell()
    expect([store.here()?.outlook, store.isSuggested()]).toEqual(['unasked', true])
    const done = store.enable()
    await settled()
    expect([store.isBusy(), store.here()?.outlook]).toEqual([true, 'untried'])
    clock.now += 700
    store.wasShown(clock.now)
    await done
    expect([store.came(), store.here()?.outlook, store.isBusy()]).toEqual(['shown', 'rings', false])
    expect(town.told.at(-1)?.subscription).not.toBeNull()
    expect(store.isSuggested()).toBe(false)
  })

  test('says no, and nothing is rung', async () => {
    const { store, town, browser } = aDevice({ permission: 'default' })
    browser.answer = 'denied'
    await store.enable()
    expect([store.here()?.outlook, store.came()]).toEqual(['denied', null])
    expect(town.asked).not.toContain(`POST ${ringingPaths.test}`)
  })

  test('is green by the town’s word as well, by the town’s clock', async () => {
    const { store, town, pauses, clock } = aDevice()
    town.aheadMs = 3_600_000
    await store.tell()
    const done = store.test()
    await settled()
    town.facts = { ...town.facts!, sentAt: clock.now + town.aheadMs, shownAt: clock.now + town.aheadMs + 10 }
    pauses.shift()?.()
    await done
    expect([store.came(), store.here()?.outlook]).toEqual(['shown', 'rings'])
  })

  test('is given up after twenty seconds, and a late notification counts all the same', async () => {
    const { store, pauses, clock } = aDevice()
    await store.tell()
    const done = store.test()
    for (let look = 0; look < 10; look += 1) {
      await settled()
      pauses.shift()?.()
    }
    await done
    expect(store.came()).toBe('not_shown')
    store.wasShown(clock.now + 30_000)
    expect(store.here()?.outlook).toBe('rings')
  })

  test('says what the push service or the town said', async () => {
    const { store, town } = aDevice()
    await store.tell()
    town.outcome = 'gone'
    await store.test()
    expect(store.came()).toBe('gone')
    town.failure = 'slow_down'
    await store.test()
    expect([store.came(), store.failure()?.code, store.isBusy()]).toEqual([null, 'slow_down', false])
  })
})

describe('the line in the list', () => {
  test('is gone for thirty days once it was dismissed', async () => {
    const kept = new Map<string, string>()
    const first = aDevice({ permission: 'default', kept })
    await first.store.tell()
    first.store.dismiss()
    expect(first.store.isSuggested()).toBe(false)
    const again = aDevice({ permission: 'default', kept })
    again.clock.now += dismissedForMs - 1
    await again.store.tell()
    expect(again.store.isSuggested()).toBe(false)
  })

  test.each<Permission>(['denied', 'unsupported'])('is not for what no tap here can change: %s', async (permission) => {
    const { store } = aDevice({ permission })
    await store.tell()
    expect(store.isSuggested()).toBe(false)
  })
})

test('somebody comes back from the settings of the phone: it is told, and seen at once', async () => {
  const { store, town, browser } = aDevice({ permission: 'denied' })
  await store.tell()
  browser.permission = 'granted'
  await store.load()
  expect(town.told.at(-1)).toMatchObject({ permission: 'granted', subscription: { endpoint: 'https://push.test/1' } })
  expect(store.here()?.outlook).toBe('untried')
})
