import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt's cost. OWASP Password Storage Cheat Sheet, 2026: N=2^14, r=8, p=5 (16 MiB) is one of its equal settings. */
export type HashCost = { ln: number; r: number; p: number }
export const currentCost: HashCost = { ln: 14, r: 8, p: 5 }

const hashBytes = 32
const saltBytes = 16

/** `scrypt$ln=14,r=8,p=5$salt$hash`, of the password under the pepper; made anew at each call. */
export async function hashPassword(pepper: string, password: string, cost: HashCost = currentCost): Promise<string> {
  const salt = randomBytes(saltBytes)
  return encode(cost, salt, await derive(pepper, password, salt, cost))
}

/** Whether the password is the one that was stored. Text of an unknown shape matches nothing. */
export async function verifyPassword(pepper: string, password: string, stored: string): Promise<boolean> {
  const parts = decode(stored)
  if (parts === null) return false
  return timingSafeEqual(await derive(pepper, password, parts.salt, parts.cost), parts.hash)
}

/** Whether a right password should be hashed again, since the cost has changed. */
export function isOutdated(stored: string): boolean {
  const cost = decode(stored)?.cost
  return cost === undefined || cost.ln !== currentCost.ln || cost.r !== currentCost.r || cost.p !== currentCost.p
}

/** Costs as much to verify as a real one and matches no password: for login IDs that nobody has. */
export const nobodysHash = encode(currentCost, Buffer.alloc(saltBytes), Buffer.alloc(hashBytes))

function encode({ ln, r, p }: HashCost, salt: Buffer, hash: Buffer): string {
  return `scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

function decode(stored: string): { cost: HashCost; salt: Buffer; hash: Buffer } | null {
  const parts = /^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/.exec(stored)
  if (parts === null) return null
  const [, ln, r, p, salt = '', hash = ''] = parts
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
}

/** NIST SP 800-63B: what a keyboard or an input method makes of the same characters is the same password. */
const peppered = (pepper: string, password: string): Buffer =>
  createHmac('sha256', pepper).update(password.normalize('NFKC')).digest()

function derive(pepper: string, password: string, salt: Buffer, { ln, r, p }: HashCost): Promise<Buffer> {
  const cost = { N: 2 ** ln, r, p, maxmem: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(peppered(pepper, password), salt, hashBytes, cost, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
