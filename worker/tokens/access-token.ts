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

/** Who bears the token, or null for one that is not ours, not of this kind, or over. The key is ours by its name, never the token's. */
export async function readAccessToken(
  secrets: Secrets,
  token: string,
  now: EpochMs,
): Promise<{ actor: Actor; endsAt: EpochMs } | null> {
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
