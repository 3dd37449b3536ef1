import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newPepper, newPushKey, newSigningKey, townSecrets } from '../../.tasks/town-secrets.mjs'

const fieldElement = expect.stringMatching(/^[\w-]{43}$/)
let stateDir = ''

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'yagura-secrets-'))
})

afterEach(() => rmSync(stateDir, { recursive: true }))

test('a new signing key is a private Ed25519 JWK with a kid of its own', () => {
  const [key, other] = [JSON.parse(newSigningKey()), JSON.parse(newSigningKey())]
  expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', kid: expect.stringMatching(/^[\w-]{43}$/) })
  expect(key.kid).not.toBe(other.kid)
  const privateKey = createPrivateKey({ key, format: 'jwk' })
  const signature = sign(null, Buffer.from('火見市'), privateKey)
  expect(verify(null, Buffer.from('火見市'), createPublicKey(privateKey), signature)).toBe(true)
})

test('a new pepper is 32 random bytes', () => {
  expect(Buffer.from(newPepper(), 'base64url')).toHaveLength(32)
  expect(newPepper()).not.toBe(newPepper())
})

test('a new push key is a private P-256 JWK', () => {
  const key = JSON.parse(newPushKey())
  expect(key).toEqual({ kty: 'EC', crv: 'P-256', x: fieldElement, y: fieldElement, d: fieldElement })
  expect(key.d).not.toBe(JSON.parse(newPushKey()).d)
  const privateKey = createPrivateKey({ key, format: 'jwk' })
  const signature = sign('sha256', Buffer.from('火見市'), privateKey)
  expect(verify('sha256', Buffer.from('火見市'), createPublicKey(privateKey), signature)).toBe(true)
})

test('a town has its secrets made once', () => {
  const secrets = townSecrets(stateDir)
  expect(Object.keys(secrets)).toEqual(['SIGNING_KEY', 'PASSWORD_PEPPER', 'PUSH_KEY'])
  expect(townSecrets(stateDir)).toEqual(secrets)
})

test('an older town keeps its secrets and is given a push key, once', () => {
  const older = { SIGNING_KEY: newSigningKey(), PASSWORD_PEPPER: newPepper(), SIGNING_KEY_PREVIOUS: newSigningKey() }
  writeFileSync(join(stateDir, 'secrets.json'), JSON.stringify(older))
  const secrets = townSecrets(stateDir)
  expect(secrets).toEqual({ ...older, PUSH_KEY: expect.any(String) })
  expect(townSecrets(stateDir)).toEqual(secrets)
  expect(readdirSync(stateDir)).toEqual(['secrets.json'])
  expect(statSync(join(stateDir, 'secrets.json')).mode & 0o777).toBe(0o600)
})
