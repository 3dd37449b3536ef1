import type { Id } from '../../protocol/ids.ts'

/** 128 random bits as 32 lower-case hex characters. */
export const newId = (): Id =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
