import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ SIGNING_KEY: string, PASSWORD_PEPPER: string, SIGNING_KEY_PREVIOUS?: string }} TownSecrets */

/** @returns {string} a private Ed25519 JWK with a kid (its RFC 7638 thumbprint), as JSON */
export function newSigningKey() {
  const { crv, d, kty, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
  return JSON.stringify({ kty, crv, kid, x, d })
}

/** @returns {string} 32 random bytes, base64url */
export const newPepper = () => randomBytes(32).toString('base64url')

/**
 * The secrets of a local town, made once and kept in its state folder where only the owner reads them.
 * @param {string} stateDir @returns {TownSecrets}
 */
export function townSecrets(stateDir) {
  const file = join(stateDir, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const secrets = { SIGNING_KEY: newSigningKey(), PASSWORD_PEPPER: newPepper() }
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}
