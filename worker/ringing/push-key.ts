import * as v from 'valibot'
import { parseJson } from '../../protocol/codec.ts'
import { fromBase64url, toBase64url } from '../tokens/base64url.ts'

/** With what pushes are signed (RFC 8292): `subject` tells a push service whom to write to. */
export type PushKey = { publicKey: string; privateKey: string; subject: string }

const part = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
const EcJwk = v.object({ kty: v.literal('EC'), crv: v.literal('P-256'), x: part, y: part, d: part })
/** Apple answers 403 to a subject that is no address. */
const Subject = v.pipe(v.string(), v.regex(/^mailto:[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/))

/** The key of this town, or null where it has none that is usable: then nobody can subscribe and nothing is sent. */
export function readPushKey({ PUSH_KEY, PUSH_SUBJECT }: { PUSH_KEY?: string; PUSH_SUBJECT?: string }): PushKey | null {
  const jwk = v.safeParse(EcJwk, parseJson(PUSH_KEY ?? ''))
  const subject = v.safeParse(Subject, PUSH_SUBJECT)
  if (!jwk.success || !subject.success) return null
  const [x, y] = [fromBase64url(jwk.output.x), fromBase64url(jwk.output.y)]
  if (x === null || y === null) return null
  return { publicKey: toBase64url(new Uint8Array([4, ...x, ...y])), privateKey: jwk.output.d, subject: subject.output }
}
