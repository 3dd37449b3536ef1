import type { RefusalCode } from './refusals.ts'

/** An expected “no”. Anything unexpected is an exception and a bug. */
export type Refusal = { code: RefusalCode; retryAfterMs?: number }

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

/** A refusal with its code, and with the time to wait where there is one. */
export const refuse = (code: RefusalCode, retryAfterMs?: number): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: retryAfterMs === undefined ? { code } : { code, retryAfterMs },
})

/** Ends a switch over a closed union; reaching it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
