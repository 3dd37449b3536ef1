import { eq } from 'drizzle-orm'
import type { DeviceInfo } from '../../protocol/account-bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { type Database, insertMissing, runBatch } from './database.ts'
import { accountDevices } from './schema.ts'

/** Takes over the device list of an account from its object, whole. */
export async function recordDevices(
  db: Database,
  accountId: Id,
  devices: Omit<DeviceInfo, 'current'>[],
): Promise<void> {
  const rows = devices.map(({ id, name, createdAt, lastSeenAt }) => ({ id, accountId, name, createdAt, lastSeenAt }))
  await runBatch(db, [
    db.delete(accountDevices).where(eq(accountDevices.accountId, accountId)),
    ...insertMissing(db, accountDevices, rows),
  ])
}
