import * as v from 'valibot'
import { Id } from '../../protocol/ids.ts'
import { keyedHash } from '../tokens/keyed-hash.ts'
import type { Secrets } from '../tokens/secrets.ts'

/**
 * What a service worker gives back when it has shown a push: it may have no session at that moment. Only the device could read it, and all it does
 * is to say that this device shows what it gets.
 */
export async function makeReceipt(secrets: Secrets, accountId: Id, deviceId: Id): Promise<string> {
  return `${accountId}.${deviceId}.${await keyedHash(secrets, 'receipt', `${accountId}.${deviceId}`)}`
}

/** Whose receipt it is, or null for what we did not make. */
export async function readReceipt(secrets: Secrets, receipt: string): Promise<{ accountId: Id; deviceId: Id } | null> {
  const [accountId, deviceId] = receipt.split('.')
  if (!v.is(Id, accountId) || !v.is(Id, deviceId)) return null
  return receipt === (await makeReceipt(secrets, accountId, deviceId)) ? { accountId, deviceId } : null
}
