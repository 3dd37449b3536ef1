import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { newPepper, newSigningKey } from '../../.tasks/town-secrets.mjs'

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
