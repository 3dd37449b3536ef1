import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ErrorBody } from '../protocol/http.ts'
import { type RefusalCode, refusals } from '../protocol/refusals.ts'
import type { Refusal, Result } from '../protocol/result.ts'
import type { AppEnv } from './env.ts'
import { log } from './log.ts'

/** The answer to an expected “no”: the same shape everywhere, and nothing of what was sent. */
export function refused(c: Context<AppEnv>, refusal: Refusal | RefusalCode): Response {
  const { code, retryAfterMs }: Refusal = typeof refusal === 'string' ? { code: refusal } : refusal
  const { status, ja: message } = refusals[code]
  const error: ErrorBody['error'] = { code, message, reference: c.get('reference') }
  if (retryAfterMs !== undefined) {
    error.retryAfterMs = retryAfterMs
    c.header('retry-after', `${Math.ceil(retryAfterMs / 1000)}`)
  }
  return c.json({ error } satisfies ErrorBody, status as ContentfulStatusCode)
}

/** A result as an answer: its value as JSON, or its refusal. */
export const answered = <T extends object>(c: Context<AppEnv>, result: Result<T>, status: 200 | 201 = 200): Response =>
  result.ok ? c.json(result.value, status) : refused(c, result.refusal)

/** A result without a body, or its refusal. */
export const done = (c: Context<AppEnv>, result: Result<null>): Response =>
  result.ok ? c.body(null, 204) : refused(c, result.refusal)

/** Everything that was thrown ends here. */
export function onError(error: Error, c: Context<AppEnv>): Response {
  // Hono's own exceptions are about bodies that cannot be read.
  if (error instanceof HTTPException) return refused(c, 'malformed')
  const isAway = isDirectoryAway(error)
  log({ reference: c.get('reference'), fault: isAway ? 'directory' : error.name, stack: isAway ? '' : placesOf(error) })
  return refused(c, isAway ? 'directory_unavailable' : 'internal')
}

/** D1 tells that it is away by the words of its errors alone; a broken constraint is a fault of ours. */
function isDirectoryAway(error: Error): boolean {
  const words = wordsOf(error)
  return /D1_|DrizzleQueryError/.test(words) && !words.includes('constraint failed')
}

const wordsOf = (error: Error): string =>
  `${error.name} ${error.message} ${error.cause instanceof Error ? wordsOf(error.cause) : ''}`

/** Where it was thrown, without the message. */
const placesOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n')
