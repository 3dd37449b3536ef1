import type { Id } from '../../protocol/ids.ts'

/** 128 random bits as 32 lower-case hex characters. */
export function newId(): Id {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
