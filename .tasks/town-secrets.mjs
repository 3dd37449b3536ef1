import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ SIGNING_KEY: string, PASSWORD_PEPPER: string, PUSH_KEY: string, SIGNING_KEY_PREVIOUS?: string }} TownSecrets */

/** @returns {string} a private Ed25519 JWK with a kid (its RFC 7638 thumbprint), as JSON */
export function newSigningKey() {
  const { crv, d, kty, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
  return JSON.stringify({ kty, crv, kid, x, d })
}

/** @returns {string} 32 random bytes, base64url */
export const newPepper = () => randomBytes(32).toString('base64url')

/** @returns {string} a private P-256 JWK, as JSON: what a town's pushes are signed with (RFC 8292) */
export function newPushKey() {
  const { crv, d, kty, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  return JSON.stringify({ kty, crv, x, y, d })
}

/**
 * The secrets of a local town, each made once and kept in its state folder where only the owner reads them. An older town is given what it lacks.
 * @param {string} stateDir @returns {TownSecrets}
 */
export function townSecrets(stateDir) {
  const file = join(stateDir, 'secrets.json')
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  if (kept.PUSH_KEY !== undefined) return kept
  const secrets = { SIGNING_KEY: newSigningKey(), PASSWORD_PEPPER: newPepper(), PUSH_KEY: newPushKey(), ...kept }
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
  renameSync(`${file}.new`, file) // whole or not at all: these keys cannot be made again
  return secrets
}
