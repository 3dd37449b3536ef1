import type { Context } from 'hono'
import type { Place } from '../protocol/account-bindings.ts'
import type { EndedSessions } from '../protocol/bindings.ts'
import type { Result } from '../protocol/result.ts'
import { type AppEnv, objectNamed } from './env.ts'

/** What ends whatever a device has in a place. */
export type Ends = { endSessions(ended: EndedSessions): Promise<void> }

/**
 * Has the account of who asks note that the device is at a place, which is told when the device ends. One that ended since the request was
 * authenticated is refused, and what it has there ends.
 */
export async function admitDevice(c: Context<AppEnv>, place: Place, object: Ends): Promise<Result<unknown>> {
  const { accountId, deviceId } = c.get('actor')
  const admitted = await objectNamed(c.env.ACCOUNT, accountId).admit(deviceId, place)
  if (!admitted.ok) await object.endSessions({ accountId, deviceIds: [deviceId] })
  return admitted
}
