import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { Devices } from '../../protocol/http.ts'
import { Positions } from '../../protocol/position.ts'
import { MapSetting, PlacesPage, usualMap } from '../../protocol/room-map.ts'
import { mapSetting } from '../../worker/map-setting.ts'
import { clientId } from '../support/builders.ts'
import { ask, Browser, bindings, codeIn } from './browser.ts'
import { accountObject, aTown, password, type SmallTown } from './small-town.ts'

async function signedIn(town: SmallTown, i = 0): Promise<Browser> {
  const browser = new Browser()
  await browser.signIn(town.people[i]!.loginId, password)
  return browser
}

/** The policy of an answer: by directive, its sources. */
async function policyOf(path: string, env = bindings()): Promise<Record<string, string[]>> {
  const response = await ask(path, { env })
  expect(response.headers.get('referrer-policy')).toBe('same-origin')
  const text = response.headers.get('content-security-policy') ?? ''
  return Object.fromEntries(
    text.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources]
    }),
  )
}
/** Hosts other than our own. */
const foreign = (policy: Record<string, string[]>) =>
  Object.entries(policy).flatMap(([name, sources]) =>
    sources.filter((source) => /^https?:/.test(source)).map((source) => `${name} ${source}`),
  )

describe('tiles', () => {
  test('[MP2] are the one thing from another host, and only as pictures', async () => {
    for (const path of ['/', '/api/me', '/assets/x.js'])
      expect(foreign(await policyOf(path))).toEqual(['img-src https://cyberjapandata.gsi.go.jp'])
  })

  test('[MP2] come from where the Worker’s settings say, and then from nowhere else', async () => {
    const env = bindings({ TILES: 'http://127.0.0.1:9999/{layer}/{z}/{x}/{y}.png' })
    expect(foreign(await policyOf('/', env))).toEqual(['img-src http://127.0.0.1:9999'])
  })

  test.each([
    'javascript:alert(1)',
    "https://a.example; script-src 'unsafe-inline'/{z}",
    'https://*.example/{z}/{x}/{y}.png',
    'no address',
    '',
  ])('[MP2] a setting that is no address of a host adds nothing to the policy: %s', async (TILES) => {
    expect(foreign(await policyOf('/', bindings({ TILES })))).toEqual(['img-src https://cyberjapandata.gsi.go.jp'])
    expect(mapSetting({ TILES }).tiles).toBe(usualMap.tiles)
  })

  test('[MP2] a signed-in client is told where they come from, and what the map shows first', async () => {
    const browser = await signedIn(await aTown())
    const setting = async (env = bindings()) =>
      v.parse(MapSetting, await (await browser.ask('/api/map', { env })).json())
    expect(await setting()).toEqual(usualMap)
    expect((await setting(bindings({ MAP_CENTER: '36.5,139.9' }))).center).toEqual({ lat: 36.5, lon: 139.9 })
    for (const MAP_CENTER of ['', '91,0', '36.5', 'x,y'])
      expect((await setting(bindings({ MAP_CENTER }))).center).toEqual(usualMap.center)
  })
})

describe('over HTTP', () => {
  const place = { lat: 36.1, lon: 140.1, source: 'map' }

  test('[MP1] [MP4] a place that was chosen on a map is among the places of the room, for its members alone', async () => {
    const [town, other] = [await aTown(2), await aTown()]
    const [ami, ben, zoe] = [await signedIn(town), await signedIn(town, 1), await signedIn(other)]
    const at = `/api/rooms/${town.roomId}`
    const post = { t: 'post', id: clientId(1), text: '集合場所', place }
    expect((await ami.ask(`${at}/commands`, { method: 'POST', body: post })).status).toBe(200)
    const page = v.parse(PlacesPage, await (await ben.ask(`${at}/places`)).json())
    expect(page).toMatchObject({ entries: [{ text: '集合場所', place }], before: null })
    expect(v.parse(PlacesPage, await (await ben.ask(`${at}/places?limit=1`)).json()).before).toBe(2)
    expect(v.parse(PlacesPage, await (await ben.ask(`${at}/places?before=2`)).json()).entries).toEqual([])
    expect(await codeIn(await ben.ask(`${at}/places?before=-1`))).toBe('malformed')
    expect(await codeIn(await zoe.ask(`${at}/places`))).toBe('not_found')
  })

  test('[MP10] [MP11] a position is told and read without a socket', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const at = `/api/rooms/${town.roomId}`
    const tell = (body: object) => ami.ask(`${at}/commands`, { method: 'POST', body })
    const position = { t: 'position', id: clientId(1), place: { ...place, source: 'gps' }, lastsMs: 900_000 }
    expect(await (await tell(position)).json()).toEqual({ id: position.id })
    const seen = async () => v.parse(Positions, await (await ben.ask(`${at}/positions`)).json())
    expect(await seen()).toMatchObject({ whole: true, held: [{ place: { lat: 36.1 } }] })
    expect(await codeIn(await tell(position))).toBe('slow_down')
    expect(await codeIn(await tell({ ...position, lastsMs: 86_400_000 }))).toBe('malformed')
    expect((await tell({ ...position, place: null })).status).toBe(200)
    expect(await seen()).toMatchObject({ held: [] })
  })

  test('[MP13] what a device without a socket shares is erased when the device ends, from wherever, and no other device’s', async () => {
    const town = await aTown(2)
    const [lost, own, ben] = [await signedIn(town), await signedIn(town), await signedIn(town, 1)]
    const at = `/api/rooms/${town.roomId}`
    const shares = (who: Browser, n: number) =>
      who.ask(`${at}/commands`, {
        method: 'POST',
        body: { t: 'position', id: clientId(n), place: { ...place, source: 'gps' }, lastsMs: 900_000 },
      })
    const seen = async () => v.parse(Positions, await (await ben.ask(`${at}/positions`)).json()).held.length
    expect((await shares(lost, 1)).status).toBe(200)
    expect((await shares(ben, 2)).status).toBe(200)
    expect(await seen()).toBe(2)
    const { devices } = v.parse(Devices, await (await lost.ask('/api/me/devices')).json())
    const { id } = devices.find(({ current }) => current)!
    expect((await own.ask(`/api/me/devices/${id}`, { method: 'DELETE' })).status).toBe(204)
    await vi.waitFor(async () => expect(await seen()).toBe(1))
    expect(await codeIn(await shares(lost, 1))).toBe('signed_out')
  })

  test('[MP13] a device that ends while its position is on its way leaves none behind', async () => {
    const town = await aTown(2)
    const [lost, ben] = [await signedIn(town), await signedIn(town, 1)]
    const at = `/api/rooms/${town.roomId}`
    const account = accountObject(town.people[0]!.id)
    let asked = 0
    /** The account lets the device live when the request comes, and not any more when its room has the position. */
    const env = bindings({
      ACCOUNT: {
        idFromName: (name: string) => name,
        get: () => ({
          admit: async (deviceId: string, where?: never) => {
            asked += 1
            if (asked > 1) await account.endDevice(deviceId)
            return account.admit(deviceId, where)
          },
        }),
      } as never,
    })
    const body = { t: 'position', id: clientId(1), place: { ...place, source: 'gps' }, lastsMs: 900_000 }
    expect(await codeIn(await lost.ask(`${at}/commands`, { method: 'POST', body, env }))).toBe('signed_out')
    expect(asked).toBe(2)
    expect(v.parse(Positions, await (await ben.ask(`${at}/positions`)).json()).held).toEqual([])
  })
})
