import type { Id } from '../protocol/ids.ts'

/** Chance and hashing of the Account object. A secret is 256 bits in URL-safe base64; it is handed out and never stored. */

const bytesOf = new TextEncoder()

export const randomSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

export const randomNonce = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)))

/** 128 random bits as 32 hex characters. */
export const randomId = (): Id =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export async function hashOf(secret: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf.encode(secret))))
}

/** The secret that follows on this one: HMAC-SHA256 with the secret as key, so that the nonce alone makes nothing. */
export async function successorOf(secret: string, nonce: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytesOf.encode(secret), algorithm, false, ['sign'])
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf.encode(nonce))))
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
