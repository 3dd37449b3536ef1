import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { testSecrets } from '../support/test-secrets.ts'
import { ask, bindings, codeIn } from './browser.ts'
import { accountObject, aTown } from './small-town.ts'

type Claims = { sub?: string; did?: string; iss?: string; aud?: string; iat?: number; exp?: number; nbf?: number }
const { d, x, kid } = JSON.parse(testSecrets.SIGNING_KEY) as { d: string; x: string; kid: string }
const signingKey = () =>
  crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', d, x }, 'Ed25519', false, ['sign'])

/** A device that lives, and the claims of a good token for it. */
async function aDevice() {
  const { people } = await aTown()
  const [person] = people
  const opened = await accountObject(person!.id).openSession('端末')
  if (!opened.ok) throw new Error('not opened')
  const now = Math.floor(Date.now() / 1000)
  const { deviceId } = opened.value
  return { sub: person!.id, did: deviceId, iss: 'yagura', aud: 'yagura', iat: now, exp: now + 600 } satisfies Claims
}

const goodHeader = { alg: 'EdDSA', typ: 'yagura-access+jwt', kid }
const sign = async (claims: Claims, header: object = goodHeader, key: CryptoKey | Uint8Array | undefined = undefined) =>
  new SignJWT({ ...claims }).setProtectedHeader(header as typeof goodHeader).sign(key ?? (await signingKey()))

const me = (token: string, env = bindings()) => ask('/api/me', { headers: { authorization: `Bearer ${token}` }, env })
const raw = (header: object, claims: Claims, signature = '') =>
  `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(claims))}.${signature}`

describe('access tokens', () => {
  test('[SE13] a good one opens; an ended device’s is refused, however fresh', async () => {
    const claims = await aDevice()
    const token = await sign(claims)
    expect((await me(token)).status).toBe(200)
    await accountObject(claims.sub).endDevice(claims.did)
    expect(await codeIn(await me(token))).toBe('signed_out')
  })

  test('[SE15] only our algorithm: none, HMAC with the public key, and other curves are refused', async () => {
    const claims = await aDevice()
    const publicBytes = base64url.decode(x)
    const es256 = await generateKeyPair('ES256')
    const tokens = [
      raw({ ...goodHeader, alg: 'none' }, claims),
      raw({ ...goodHeader, alg: 'None' }, claims, 'AAAA'),
      await sign(claims, { ...goodHeader, alg: 'HS256' }, publicBytes),
      await sign(claims, { ...goodHeader, alg: 'HS256' }, new TextEncoder().encode(x)),
      await sign(claims, { ...goodHeader, alg: 'ES256' }, es256.privateKey as CryptoKey),
    ]
    for (const token of tokens) expect(await codeIn(await me(token))).toBe('signed_out')
  })

  test('[SE15] only our key: another one under our name, one that the token brings, and unknown names are refused', async () => {
    const claims = await aDevice()
    const other = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const otherKey = other.privateKey as CryptoKey
    const jwk = await exportJWK(other.publicKey)
    const tokens = [
      await sign(claims, goodHeader, otherKey),
      await sign(claims, { ...goodHeader, jwk }, otherKey),
      await sign(claims, { ...goodHeader, jku: 'https://evil.test/keys' }, otherKey),
      await sign(claims, { ...goodHeader, kid: '../test-key-1' }),
      await sign(claims, { alg: 'EdDSA', typ: goodHeader.typ }),
      `${await sign(claims)}x`,
      (await sign(claims)).replace(
        /\.[^.]+\./,
        `.${base64url.encode(JSON.stringify({ ...claims, sub: 'f'.repeat(32) }))}.`,
      ),
    ]
    for (const token of tokens) expect(await codeIn(await me(token))).toBe('signed_out')
  })

  test('[SE15] only our kind: other typ, audience, issuer, times and missing claims are refused', async () => {
    const claims = await aDevice()
    const { sub, did, exp, ...rest } = claims
    const wrong: Claims[] = [
      { ...claims, aud: 'other' },
      { ...claims, iss: 'other' },
      { ...claims, exp: claims.iat - 60, iat: claims.iat - 660 },
      { ...claims, iat: claims.iat - 700, exp: claims.exp + 100_000 },
      { ...claims, iat: claims.iat + 600, exp: claims.exp + 600 },
      { ...claims, nbf: claims.iat + 600 },
      { ...rest, sub, did },
      { ...rest, sub, exp },
      { ...rest, did, exp },
      { ...claims, sub: '../../x' },
    ]
    for (const one of wrong) expect(await codeIn(await me(await sign(one)))).toBe('signed_out')
    for (const typ of ['JWT', 'at+jwt', 'yagura-known+jwt']) {
      expect(await codeIn(await me(await sign(claims, { ...goodHeader, typ })))).toBe('signed_out')
    }
    expect(await codeIn(await me(await sign(claims, { alg: 'EdDSA', kid })))).toBe('signed_out')
    for (const text of ['', 'x', '..', 'a.b.c', `${'a'.repeat(9_000)}`]) expect((await me(text)).status).toBe(401)
  })

  test('[SE13] [SE15] a token that was found good before is neither longer than its time, nor under other keys', async () => {
    const claims = await aDevice()
    const token = await sign(claims)
    for (let i = 0; i < 2; i += 1) expect((await me(token)).status).toBe(200)
    expect(await codeIn(await me(token, bindings({ CLOCK_AHEAD_MS: '660000' })))).toBe('signed_out')
    expect(await codeIn(await me(`${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`))).toBe('signed_out')
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const other = JSON.stringify({ ...(await exportJWK(privateKey)), kid })
    expect(await codeIn(await me(token, bindings({ SIGNING_KEY: other })))).toBe('signed_out')
    expect((await me(token)).status).toBe(200)
  })

  test('[SE16] while keys rotate, tokens of the one before are good; after that they are not', async () => {
    const claims = await aDevice()
    const before = await sign(claims)
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const next = JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'next-key' })
    const during = bindings({ SIGNING_KEY: next, SIGNING_KEY_PREVIOUS: testSecrets.SIGNING_KEY } as never)
    const after = bindings({ SIGNING_KEY: next })
    expect((await me(before, during)).status).toBe(200)
    expect(
      (await me(await sign(claims, { ...goodHeader, kid: 'next-key' }, privateKey as CryptoKey), during)).status,
    ).toBe(200)
    expect(await codeIn(await me(before, after))).toBe('signed_out')
  })
})
