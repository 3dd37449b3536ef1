import { errors, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import type { Actor } from '../../protocol/bindings.ts'
import { type EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Secrets } from './secrets.ts'

const algorithm = 'EdDSA'
const typ = 'yagura-access+jwt'
const issuer = 'yagura'
const audience = 'yagura'

const Claims = v.object({ sub: Id, did: Id, iat: v.number(), exp: v.number() })

/** A token that opens things for this device for `limits.accessTokenMs`; whether the device lives, the Account says. */
export async function signAccessToken(
  secrets: Secrets,
  actor: Actor,
  now: EpochMs,
): Promise<{ token: string; endsAt: EpochMs }> {
  const iat = Math.floor(now / 1000)
  const exp = iat + limits.accessTokenMs / 1000
  const token = await new SignJWT({ did: actor.deviceId })
    .setProtectedHeader({ alg: algorithm, typ, kid: secrets.signing.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(actor.accountId)
    .setIssuedAt(iat)
    .setExpirationTime(exp)
    .sign(secrets.signing.key)
  return { token, endsAt: exp * 1000 }
}

/** Tokens that were found good, by the keys they were checked under: a phone comes with the same one again and again. Oldest first. */
const foundGood = new WeakMap<Secrets, Map<string, Bearer>>()
/** About a megabyte. */
const mostFoundGood = 2_000

export type Bearer = { actor: Actor; endsAt: EpochMs }

/** Who bears the token, or null for one that is not ours, not of this kind, or over. The key is ours by its name, never the token's. */
export async function readAccessToken(secrets: Secrets, token: string, now: EpochMs): Promise<Bearer | null> {
  const known = foundGood.get(secrets) ?? new Map<string, Bearer>()
  foundGood.set(secrets, known)
  const good = known.get(token)
  if (good && now < good.endsAt) return good
  const bearer = await verified(secrets, token, now)
  if (bearer === null) return null
  const [oldest] = known.keys()
  if (oldest !== undefined && known.size >= mostFoundGood) known.delete(oldest)
  known.set(token, bearer)
  return bearer
}

async function verified(secrets: Secrets, token: string, now: EpochMs): Promise<Bearer | null> {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(secrets, kid), {
      algorithms: [algorithm],
      typ,
      issuer,
      audience,
      requiredClaims: ['sub', 'did', 'iat', 'exp'],
      maxTokenAge: limits.accessTokenMs / 1000,
      clockTolerance: 5,
      currentDate: new Date(now),
    })
    const claims = v.parse(Claims, payload)
    return { actor: { accountId: claims.sub, deviceId: claims.did }, endsAt: claims.exp * 1000 }
  } catch (error) {
    if (error instanceof errors.JOSEError || v.isValiError(error) || error instanceof TypeError) return null
    throw error
  }
}

function keyNamed(secrets: Secrets, kid: string | undefined) {
  const key = secrets.verifying.get(kid ?? '')
  if (key === undefined) throw new errors.JWKSNoMatchingKey()
  return key
}
