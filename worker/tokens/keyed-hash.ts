import { toBase64url } from './base64url.ts'
import type { Secrets } from './secrets.ts'

const bytesOf = new TextEncoder()

/** HMAC-SHA256 under the pepper. `purpose` keeps what is hashed for one use from serving another. */
export async function keyedHash({ pepper }: Pick<Secrets, 'pepper'>, purpose: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytesOf.encode(pepper), algorithm, false, ['sign'])
  return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf.encode(`${purpose} ${text}`))))
}
