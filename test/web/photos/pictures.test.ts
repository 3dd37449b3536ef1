import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pictureOf } from '../../../web/store/photos/pictures.ts'
import type { RoomSession } from '../../../web/store/talk/room-session.ts'
import { clientId } from '../../support/builders.ts'

const origin = 'https://town.example'

/** A browser's caches, as far as they are asked for here. */
class Shelf {
  readonly held = new Map<string, Response>()
  match = async (path: string) => this.held.get(path)?.clone()
  put = async (path: string, response: Response) => void this.held.set(path, response)
  keys = async () => [...this.held.keys()].map((path) => ({ url: `${origin}${path}` }))
  delete = async ({ url }: { url: string }) => this.held.delete(url.slice(origin.length))
}

let shelves: Map<string, Shelf>
let answers: () => Response | Promise<Response>
let asked: string[]
let rooms = 0
let renewals = 0

beforeEach(() => {
  shelves = new Map()
  asked = []
  renewals = 0
  const caches = {
    open: async (name: string) => {
      const shelf = shelves.get(name) ?? new Shelf()
      shelves.set(name, shelf)
      return shelf
    },
  }
  vi.stubGlobal('caches', caches)
  vi.stubGlobal('window', { caches })
  vi.stubGlobal('location', { origin })
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return answers()
  })
  answers = () => new Response('bytes')
})
afterEach(() => vi.unstubAllGlobals())

/** A room of its own, so that nothing is held of it yet. */
const aSession = ({ mayKeep = true, roomId = `room-${++rooms}` } = {}): RoomSession =>
  ({
    roomId,
    store: { accountId: 'ami', mayKeep: () => mayKeep },
    view: { facts: () => ({ organizationId: 'corps' }) },
    api: async () => {
      renewals += 1
      return { ok: true, value: true }
    },
  }) as unknown as RoomSession

const text = async (session: RoomSession, n: number) => (await pictureOf(session, clientId(n), 'small')).blob.text()

describe('pictures', () => {
  test('[FI12] one is fetched once, wherever it is shown, and seen without the server afterwards', async () => {
    const session = aSession()
    expect(await Promise.all([text(session, 1), text(session, 1)])).toEqual(['bytes', 'bytes'])
    expect(asked).toHaveLength(1)
    await expect.poll(() => shelves.get('yagura-ami')?.held.size).toBe(1)
    answers = () => Promise.reject(new Error('no network'))
    // More than are held on the page: then it is looked for on the device.
    vi.resetModules()
    const afresh = await import('../../../web/store/photos/pictures.ts')
    expect(await (await afresh.pictureOf(session, clientId(1), 'small')).blob.text()).toBe('bytes')
    await expect(afresh.pictureOf(session, clientId(2), 'small')).rejects.toMatchObject({ problem: 'away' })
  })

  test('[FI12] [CL7] nothing is kept of an organization that leaves nothing, and no large ones', async () => {
    await text(aSession({ mayKeep: false }), 1)
    await pictureOf(aSession(), clientId(1), 'large')
    expect(shelves.size).toBe(0)
  })

  test('[FI12] a device keeps the newest three hundred', async () => {
    const session = aSession()
    for (let n = 0; n < 310; n += 1) await text(session, n)
    await expect.poll(() => shelves.get('yagura-ami')?.held.size).toBe(300)
    expect([...(shelves.get('yagura-ami')?.held.keys() ?? [])].at(-1)).toContain(clientId(309))
  })

  test('[FI12] what is gone is told from what cannot be had now, and is asked for again after a failure', async () => {
    const session = aSession()
    answers = () => new Response(null, { status: 404 })
    await expect(pictureOf(session, clientId(1), 'small')).rejects.toMatchObject({ problem: 'gone' })
    answers = () => new Response(null, { status: 503 })
    await expect(pictureOf(session, clientId(1), 'small')).rejects.toMatchObject({ problem: 'away' })
    answers = () => new Response('bytes')
    expect(await text(session, 1)).toBe('bytes')
  })

  test('[FI12] a session that is over is renewed, once', async () => {
    const session = aSession()
    answers = () => new Response(renewals === 0 ? null : 'bytes', { status: renewals === 0 ? 401 : 200 })
    expect(await text(session, 1)).toBe('bytes')
    answers = () => new Response(null, { status: 401 })
    await expect(pictureOf(session, clientId(2), 'small')).rejects.toMatchObject({ problem: 'away' })
    expect([renewals, asked.length]).toEqual([2, 4])
  })
})
