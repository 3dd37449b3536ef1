import { timingSafeEqual } from 'node:crypto'
import type { EpochMs } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { toBase64url } from './base64url.ts'
import { keyedHash } from './keyed-hash.ts'
import type { Secrets } from './secrets.ts'

/**
 * `knownId.endsAt.mac`: says that this browser has signed in to one login ID before, so that strangers who try that ID do not slow it down.
 * It opens nothing. The login ID is in the mac alone.
 */
export async function signKnownDevice(secrets: Secrets, loginId: string, now: EpochMs): Promise<string> {
  const knownId = toBase64url(crypto.getRandomValues(new Uint8Array(16)))
  const endsAt = now + limits.knownDeviceMs
  return `${knownId}.${endsAt}.${await macOf(secrets, loginId, knownId, endsAt)}`
}

/** The id of the known device when the cookie was made for this login ID and still holds, else null. */
export async function readKnownDevice(
  secrets: Secrets,
  cookie: string | undefined,
  loginId: string,
  now: EpochMs,
): Promise<string | null> {
  const parts = /^([A-Za-z0-9_-]{22})\.(\d{13,15})\.([A-Za-z0-9_-]{43})$/.exec(cookie ?? '')
  if (parts === null) return null
  const [, knownId = '', endsText = '', mac = ''] = parts
  const expected = await macOf(secrets, loginId, knownId, Number(endsText))
  return timingSafeEqual(Buffer.from(mac), Buffer.from(expected)) && now < Number(endsText) ? knownId : null
}

const macOf = (secrets: Secrets, loginId: string, knownId: string, endsAt: EpochMs): Promise<string> =>
  keyedHash(secrets, 'known-device', JSON.stringify([loginId, knownId, endsAt]))
