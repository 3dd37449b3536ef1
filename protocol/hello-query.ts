import * as v from 'valibot'
import type { Hello } from './client-message.ts'
import { Id } from './ids.ts'

const digits = v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,14})$/))

/** The hello as query parameters of an upgrade or a poll; left out: 0, for a client that holds nothing. */
export const HelloQuery = v.strictObject({
  v: digits,
  seq: v.optional(digits),
  rev: v.optional(digits),
  roster: v.optional(digits),
  read: v.optional(digits),
  /** For whom the client asks, where it cannot say so in a header. */
  as: v.optional(Id),
})
export type HelloQuery = v.InferOutput<typeof HelloQuery>

export function toHelloQuery(hello: Hello): HelloQuery {
  const query = { v: `${hello.version}`, seq: `${hello.seq}`, rev: `${hello.rev}`, roster: `${hello.roster}` }
  return hello.read === undefined ? query : { ...query, read: `${hello.read}` }
}

export function fromHelloQuery(query: HelloQuery): Hello {
  const hello = {
    version: Number(query.v),
    seq: Number(query.seq),
    rev: Number(query.rev),
    roster: Number(query.roster),
  }
  return query.read === undefined ? hello : { ...hello, read: Number(query.read) }
}
