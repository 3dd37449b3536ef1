import type { Id } from '../../protocol/ids.ts'
import { keyedHash } from '../tokens/keyed-hash.ts'
import type { Secrets } from '../tokens/secrets.ts'

/** Letters and digits that nobody mistakes for one another on paper: no 0 O 1 I L U. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const groups = 3
const groupLength = 4

/** A one-time code for a slip, as `K7QM-3XPA-9RTD`: 58 bits, good for a few tries within two weeks. */
export function makeActivationCode(): string {
  const letters: string[] = []
  while (letters.length < groups * groupLength) {
    // Bytes beyond the last whole round of the alphabet would make its first letters likelier.
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < Math.floor(256 / alphabet.length) * alphabet.length) letters.push(alphabet[byte % alphabet.length] ?? '')
  }
  const code = letters.join('')
  return Array.from({ length: groups }, (_, i) => code.slice(i * groupLength, (i + 1) * groupLength)).join('-')
}

/** A code as it is compared: hyphens, spaces, letter case and full-width letters do not matter. */
export const normalizeActivationCode = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')

/** What is stored of a code. Unlike a password it is random, so that one round of a keyed hash is enough. */
export const hashActivationCode = (secrets: Pick<Secrets, 'pepper'>, accountId: Id, code: string): Promise<string> =>
  keyedHash(secrets, 'activation', `${accountId} ${normalizeActivationCode(code)}`)
