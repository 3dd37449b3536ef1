import { afterEach, describe, expect, test, vi } from 'vitest'
import { mendSubscription } from '../../web/service-worker/mending.ts'
import type { RungMemory, Told } from '../../web/service-worker/rung-memory.ts'
import { id } from '../support/builders.ts'

const told: Told = {
  accountId: id('captain'),
  deviceKey: 'key-1',
  endpoint: 'https://push.test/1',
  platform: 'ios',
  installed: true,
}

afterEach(() => vi.unstubAllGlobals())

/** A service worker whose browser has this subscription now, and a town that answers so. */
function aWorker(standing: string | null, answers: number[], remembered: Told | null = told) {
  const asked: string[] = []
  const memory = { told: remembered }
  const subscriptionOf = (endpoint: string) => ({
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) } }),
  })
  const registration = {
    pushManager: {
      getSubscription: async () => standing && subscriptionOf(standing),
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) =>
        subscriptionOf(`https://push.test/${applicationServerKey}`),
    },
  } as unknown as ServiceWorkerRegistration
  vi.stubGlobal('Notification', { permission: 'granted' })
  vi.stubGlobal(
    'fetch',
    async (path: string, { method, body, headers }: { method: string; body: string; headers: object }) => {
      const { subscription } = JSON.parse(body)
      asked.push([method, path, subscription?.endpoint ?? '', Object.values(headers)[1] ?? ''].join(' ').trim())
      const status = answers.shift()
      if (status === undefined) throw new TypeError('no network')
      return new Response(null, { status })
    },
  )
  const mend = () =>
    mendSubscription(registration, {
      told: async () => memory.told,
      keepTold: async (next: Told) => void Object.assign(memory, { told: next }),
      shownAt: async () => null,
    } as unknown as RungMemory)
  return { mend, asked, memory }
}

const put = (endpoint: string) => `PUT /api/me/ringing/device ${endpoint} ${told.accountId}`

describe('[RG19] after a push', () => {
  test('[RG19] nothing is asked where the subscription is the one that the town knows', async () => {
    const { mend, asked } = aWorker(told.endpoint, [])
    await mend()
    expect(asked).toEqual([])
  })

  test('[RG19] a lost one is made again for the same key and told', async () => {
    const { mend, asked, memory } = aWorker(null, [200])
    await mend()
    expect(asked).toEqual([put('https://push.test/key-1')])
    expect(memory.told?.endpoint).toBe('https://push.test/key-1')
  })

  test('[RG19] one that the browser changed is told', async () => {
    const { mend, asked } = aWorker('https://push.test/2', [200])
    await mend()
    expect(asked).toEqual([put('https://push.test/2')])
  })

  test('[RG19] where the session has to be renewed, that is done once', async () => {
    const { mend, asked } = aWorker('https://push.test/2', [401, 200, 200])
    await mend()
    expect(asked).toEqual([put('https://push.test/2'), 'POST /api/session/refresh', put('https://push.test/2')])
  })

  test.each([[[401, 401]], [[503]], [[]]])('[RG19] what fails (%j) is left to the next launch', async (answers) => {
    const { mend, memory } = aWorker('https://push.test/2', [...answers])
    await mend()
    expect(memory.told).toEqual(told)
  })

  test('where nobody told the town anything, nothing is subscribed', async () => {
    const { mend, asked } = aWorker(null, [200], null)
    await mend()
    expect(asked).toEqual([])
  })
})
