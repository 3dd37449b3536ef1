import { describe, expect, test } from 'vitest'
import { actorHeader } from '../../protocol/bindings.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { accountHeader } from '../../protocol/http.ts'
import { newId } from '../../worker/directory/new-id.ts'
import { Browser, bindings, codeIn, ownOrigin } from './browser.ts'
import { DoorSocket } from './door-socket.ts'
import { accountObject, aTown, password, type SmallTown } from './small-town.ts'

/** A second, by the rule; what a busy machine adds is not the room's. */
const promptMs = 3_000

async function signedIn(town: SmallTown, i = 0): Promise<Browser> {
  const browser = new Browser()
  await browser.signIn(town.people[i]!.loginId, password)
  return browser
}

const deviceOf = (browser: Browser) => browser.cookies.get('__Host-yagura-refresh')!.split('.')[1]!
const roomOf = (town: SmallTown) => `/api/rooms/${town.roomId}`
const lobbyOf = (town: SmallTown) => `/api/organizations/${town.organizationId}`

describe('opening sockets', () => {
  test('[SE17] a member opens a room and a lobby with the cookie alone; the first frame has everything', async () => {
    const town = await aTown(2)
    const browser = await signedIn(town)
    const room = await DoorSocket.open(browser, roomOf(town))
    expect(await room.next()).toMatchObject({ t: 'welcome', room: { id: town.roomId }, head: 1 })
    const lobby = await DoorSocket.open(browser, lobbyOf(town))
    expect(await lobby.next()).toMatchObject({ t: 'rooms', whole: true })
  })

  test('[SE17] who is not a member, a room that is not there and an odd id: one answer', async () => {
    const [town, other] = [await aTown(), await aTown()]
    const browser = await signedIn(town)
    const paths = [
      roomOf(other),
      `/api/rooms/${newId()}`,
      '/api/rooms/X',
      lobbyOf(other),
      `/api/organizations/${newId()}`,
      '/api/organizations/X',
    ]
    const bodies = await Promise.all(
      paths.map(async (path) =>
        (await (await DoorSocket.response(browser, path)).text()).replace(/"reference":"[\w-]{12}"/, ''),
      ),
    )
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain('not_found')
  })

  test('[SC3] what a client says of itself in our own headers is not heard', async () => {
    const [town, other] = [await aTown(2), await aTown()]
    const browser = await signedIn(town)
    const forged = JSON.stringify({ accountId: other.people[0]!.id, deviceId: newId() })
    const response = await DoorSocket.response(browser, roomOf(other), { headers: { [actorHeader]: forged } })
    expect(await codeIn(response)).toBe('not_found')
    const own = await DoorSocket.response(browser, roomOf(town), { headers: { [actorHeader]: forged } })
    expect(own.status).toBe(101)
    own.webSocket!.accept()
  })

  test('[SE17] a hello that cannot be read is refused, and so is a request without an upgrade', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    for (const query of ['', 'v=x', 'v=1&seq=-1', 'v=1&seq=1e3', 'v=1&odd=1', 'v=1&v=2']) {
      expect(await codeIn(await DoorSocket.response(browser, roomOf(town), { query })), query).toBe('malformed')
    }
    expect(await codeIn(await browser.ask(`${roomOf(town)}/socket?v=1`))).toBe('malformed')
    expect(
      (await browser.ask(`${roomOf(town)}/socket?v=1`, { headers: { upgrade: 'h2c', origin: ownOrigin } })).status,
    ).toBe(400)
  })

  test('[SE21] what was left open for one person is not opened for another who signed in meanwhile', async () => {
    const town = await aTown(2)
    const browser = await signedIn(town, 1)
    const [left, own] = town.people
    for (const path of [roomOf(town), lobbyOf(town)]) {
      const response = await DoorSocket.response(browser, path, { query: `v=1&as=${left!.id}` })
      expect(await codeIn(response)).toBe('signed_out')
    }
    const asked = (id: string) => browser.ask(`${roomOf(town)}/sync?v=1`, { headers: { [accountHeader]: id } })
    expect(await codeIn(await asked(left!.id))).toBe('signed_out')
    expect((await asked(own!.id)).status).toBe(200)
    const socket = await DoorSocket.open(browser, roomOf(town), { query: `v=1&as=${own!.id}` })
    expect((await socket.until((frame) => frame.t === 'welcome')).t).toBe('welcome')
  })

  test('[SE17] a client that is too old is told to reload by the socket’s close', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    for (const path of [roomOf(town), lobbyOf(town)]) {
      const socket = await DoorSocket.open(browser, path, { query: 'v=0' })
      expect(await socket.closed).toBe(closeCodes.reloadRequired)
    }
  })
})

describe('a session that ends', () => {
  /** Three devices of one person with a room and a lobby open on each, and another person who stays. */
  async function aFullHouse() {
    const town = await aTown(2)
    const devices = [await signedIn(town), await signedIn(town), await signedIn(town)]
    const stranger = await signedIn(town, 1)
    const open = async (browser: Browser) => [
      await DoorSocket.open(browser, roomOf(town)),
      await DoorSocket.open(browser, lobbyOf(town)),
    ]
    const sockets = await Promise.all(devices.map(open))
    return { town, devices, sockets, staying: await DoorSocket.open(stranger, roomOf(town)) }
  }

  const codesOf = (sockets: DoorSocket[]) => Promise.all(sockets.map((socket) => socket.closed))

  async function expectStays(socket: DoorSocket): Promise<void> {
    socket.send({ t: 'page', before: 0 })
    await socket.until((frame) => frame.t === 'page')
  }

  const ended = closeCodes.sessionEnded

  test('[SE9] an ended device: its sockets close within a second, and a minute-old token opens nothing', async () => {
    const { town, devices, sockets, staying } = await aFullHouse()
    const startedAt = Date.now()
    const response = await devices[0]!.ask(`/api/me/devices/${deviceOf(devices[1]!)}`, { method: 'DELETE' })
    expect(response.status).toBe(204)
    expect(await codesOf(sockets[1]!)).toEqual([ended, ended])
    expect(Date.now() - startedAt).toBeLessThan(promptMs)
    for (const path of [roomOf(town), lobbyOf(town)]) {
      expect(await codeIn(await DoorSocket.response(devices[1]!, path))).toBe('signed_out')
    }
    expect(await codeIn(await devices[1]!.ask(`${roomOf(town)}/sync?v=1`))).toBe('signed_out')
    await expectStays(sockets[0]![0]!)
    await expectStays(staying)
  })

  test('[SE9] a new password: the sockets of all other devices close within a second', async () => {
    const { devices, sockets, staying } = await aFullHouse()
    const body = { current: password, next: 'atarashii kagi 8' }
    expect((await devices[0]!.ask('/api/me/password', { method: 'PUT', body })).status).toBe(204)
    const changedAt = Date.now()
    expect(await codesOf([...sockets[1]!, ...sockets[2]!])).toEqual(Array(4).fill(ended))
    expect(Date.now() - changedAt).toBeLessThan(promptMs)
    await expectStays(sockets[0]![0]!)
    await expectStays(staying)
  })

  test('[SE9] a disabled account: all its sockets close within a second', async () => {
    const { town, sockets, staying } = await aFullHouse()
    const [ami] = town.people
    const startedAt = Date.now()
    const profile = { accountId: ami!.id, loginId: ami!.loginId, name: ami!.name, organizations: [] }
    await accountObject(ami!.id).applyDirectory({ revision: 1_000_000, profile, disabled: true })
    expect(await codesOf(sockets.flat())).toEqual(Array(6).fill(ended))
    expect(Date.now() - startedAt).toBeLessThan(promptMs)
    await expectStays(staying)
  })

  test('[SE18] a device that ends while its socket is being opened gets none', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    const [ami] = town.people
    const rooms = bindings().ROOM
    let opened: Response | undefined
    const ROOM = {
      idFromName: (name: string) => rooms.idFromName(name),
      get: (id: DurableObjectId) => {
        const stub = rooms.get(id)
        return {
          fetch: async (request: Request) => {
            // The account has told the room to close what it has, before this socket came.
            await accountObject(ami!.id).endDevice(deviceOf(browser))
            opened = await stub.fetch(request)
            return opened
          },
          endSessions: (ending: never) => stub.endSessions(ending),
        }
      },
    }
    const response = await DoorSocket.response(browser, roomOf(town), { env: bindings({ ROOM: ROOM as never }) })
    expect(await codeIn(response)).toBe('signed_out')
    const closed = new Promise<number>((resolve) =>
      opened!.webSocket!.addEventListener('close', ({ code }) => resolve(code)),
    )
    opened!.webSocket!.accept()
    expect(await closed).toBe(ended)
  })
})
