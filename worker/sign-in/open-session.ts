import type { DeviceSession } from '../../protocol/account-bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import type { Result } from '../../protocol/result.ts'
import type { Database } from '../directory/database.ts'
import { readProfiles } from '../directory/profiles.ts'
import { type Bindings, objectNamed } from '../env.ts'

/** A new device at the account's object. One that was not told of its account yet is told now: D1 has just answered. */
export async function openSession(
  env: Bindings,
  db: Database,
  accountId: Id,
  deviceName: string,
): Promise<Result<DeviceSession>> {
  const account = objectNamed(env.ACCOUNT, accountId)
  const opened = await account.openSession(deviceName)
  if (opened.ok) return opened
  const { accounts } = await readProfiles(db, [accountId])
  const [state] = accounts
  if (state === undefined) return opened
  await account.applyDirectory(state)
  return account.openSession(deviceName)
}
