import { type CryptoKey, importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import { fromBase64url } from './base64url.ts'

/** What the Worker signs, verifies and hashes with. */
export type Secrets = {
  signing: { kid: string; key: CryptoKey }
  /** Public halves by kid: the current key and the one before. */
  verifying: ReadonlyMap<string, CryptoKey>
  /** As it stands in PASSWORD_PEPPER. */
  pepper: string
}

type SecretTexts = { SIGNING_KEY?: string; SIGNING_KEY_PREVIOUS?: string; PASSWORD_PEPPER?: string }

const minPepperBytes = 32
const base64url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
const Ed25519Jwk = v.object({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  x: base64url,
  d: v.optional(base64url),
})

let read: { texts: string; secrets: Promise<Secrets | null> } | undefined

/** The secrets, or null when one of them is missing or unusable. Read once for each set of texts. */
export function readSecrets({
  SIGNING_KEY = '',
  SIGNING_KEY_PREVIOUS = '',
  PASSWORD_PEPPER = '',
}: SecretTexts): Promise<Secrets | null> {
  const texts = JSON.stringify([SIGNING_KEY, SIGNING_KEY_PREVIOUS, PASSWORD_PEPPER])
  if (read?.texts !== texts) read = { texts, secrets: make(SIGNING_KEY, SIGNING_KEY_PREVIOUS, PASSWORD_PEPPER) }
  return read.secrets
}

async function make(signingText: string, previousText: string, pepper: string): Promise<Secrets | null> {
  if ((fromBase64url(pepper)?.length ?? 0) < minPepperBytes) return null
  const signing = await privateKey(signingText)
  const current = await publicKey(signingText)
  if (signing === null || current === null || !(await isPair(signing.key, current.key))) return null
  const verifying = new Map([[current.kid, current.key]])
  if (previousText === '') return { signing, verifying, pepper }
  const previous = await publicKey(previousText)
  // Two keys under one name could not be told apart.
  if (previous === null || previous.kid === current.kid) return null
  return { signing, verifying: verifying.set(previous.kid, previous.key), pepper }
}

async function privateKey(text: string) {
  const jwk = parse(text)
  if (jwk?.d === undefined) return null
  const { kty, crv, kid, x, d } = jwk
  return { kid, key: await imported({ kty, crv, x, d }) }
}

async function publicKey(text: string) {
  const jwk = parse(text)
  if (jwk === null) return null
  const { kty, crv, kid, x } = jwk
  return { kid, key: await imported({ kty, crv, x }) }
}

function parse(text: string): v.InferOutput<typeof Ed25519Jwk> | null {
  try {
    return v.parse(Ed25519Jwk, JSON.parse(text))
  } catch {
    return null
  }
}

const imported = async (jwk: JWK): Promise<CryptoKey> => (await importJWK(jwk, 'EdDSA')) as CryptoKey

async function isPair(key: CryptoKey, publicHalf: CryptoKey): Promise<boolean> {
  const probe = new TextEncoder().encode('yagura')
  return crypto.subtle.verify('Ed25519', publicHalf, await crypto.subtle.sign('Ed25519', key, probe), probe)
}
