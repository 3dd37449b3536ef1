import { type Context, Hono } from 'hono'
import type { Place } from '../../protocol/account-bindings.ts'
import { actorHeader } from '../../protocol/bindings.ts'
import { HelloQuery } from '../../protocol/hello-query.ts'
import { accessOrganization, accessRoom } from '../access.ts'
import { admitDevice, type Ends } from '../admit-device.ts'
import { described } from '../describe.ts'
import type { AppEnv, TakesSockets } from '../env.ts'
import { validated } from '../middleware/validate.ts'
import { refused } from '../on-error.ts'

export const socketRoutes = new Hono<AppEnv>()

socketRoutes.get(
  '/api/rooms/:room/socket',
  described({
    operationId: 'openRoom',
    summary: 'Open a room; the first frame is its welcome',
    tag: 'talk',
    status: 101,
    refusals: ['not_found'],
  }),
  validated('query', HelloQuery),
  (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    return access.ok ? open(c, { kind: 'room', id: access.value.id }, access.value.room) : refused(c, access.refusal)
  },
)

socketRoutes.get(
  '/api/organizations/:organization/socket',
  described({
    operationId: 'openLobby',
    summary: 'Open a lobby; the first frame is the room list',
    tag: 'talk',
    status: 101,
    refusals: ['not_found'],
  }),
  validated('query', HelloQuery),
  (c) => {
    const access = accessOrganization(c.env, c.get('profile'), c.req.param('organization'))
    return access.ok ? open(c, { kind: 'lobby', id: access.value.id }, access.value.lobby) : refused(c, access.refusal)
  },
)

/**
 * Hands the upgrade on. The device lived when the request was authenticated. When the socket is there, its account is asked once more and notes the
 * place: a device that ended meanwhile gets no answer and its socket is closed, and one that ends from now on has its sockets closed there.
 */
async function open(c: Context<AppEnv>, place: Place, object: TakesSockets & Ends): Promise<Response> {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return refused(c, 'malformed')
  const response = await object.fetch(upgradeRequest(c))
  if (response.webSocket == null) return refused(c, response.status === 426 ? 'reload_required' : 'not_found')
  const admitted = await admitDevice(c, place, object)
  return admitted.ok ? response : refused(c, admitted.refusal)
}

/** A request of our own: the hello, who asks, and of the client's headers only those of the socket itself. */
function upgradeRequest(c: Context<AppEnv>): Request {
  const headers = new Headers({ upgrade: 'websocket', [actorHeader]: JSON.stringify(c.get('actor')) })
  for (const name of ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions']) {
    const value = c.req.header(name)
    if (value !== undefined) headers.set(name, value)
  }
  return new Request(`https://object/socket${new URL(c.req.url).search}`, { headers })
}
