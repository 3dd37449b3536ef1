import type { ErrorBody } from '../../protocol/http.ts'
import { accountHeader } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { type Shape, shaped } from './shape.ts'

/** Why a request brought nothing: the server's refusal, or a network that gave no answer. */
export type Failure = { code: RefusalCode | 'unreachable'; retryAfterMs?: number; reference?: string }

/** Whether this device is signed out, for whichever reason. */
export const isOut = (code: Failure['code'] | null): boolean => code === 'signed_out' || code === 'device_ended'

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export type Ask<T> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  /** Shape of the answer's body. */
  answer: Shape<T>
  /** For whom it is asked: in a browser where somebody else signed in meanwhile it is refused. */
  as?: Id | undefined
  /** The page's head has asked for it already. */
  isPreloaded?: boolean
}

/** Asks the server over HTTP. Never throws; an answer of an unknown shape means that this page is too old. */
export type Api = <T>(ask: Ask<T>) => Promise<Reply<T>>

/** A request that has no answer after this time is given up; a socket or a later poll will do. */
export const requestMs = 20_000

export const failed = (code: Failure['code'], rest: Omit<Failure, 'code'> = {}): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { code, ...rest },
})

/** The API over the browser's fetch. The session travels in cookies. */
export const createApi =
  (send: typeof fetch = fetch): Api =>
  async <T>(ask: Ask<T>): Promise<Reply<T>> => {
    const response = await attempt(send, ask)
    if (!response) return failed('unreachable')
    const body = await readJson(response)
    if (!response.ok) return refusal(body, response.status)
    // Cut off amid the body, or a proxy's own page: not a word of our server, and no reason to load the page again.
    if (body === unreadable) return failed('unreachable')
    const value = ask.answer(body)
    return value === null ? failed('reload_required') : { ok: true, value }
  }

async function attempt<T>(
  send: typeof fetch,
  { method, path, body, as, isPreloaded }: Ask<T>,
): Promise<Response | null> {
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (as !== undefined) headers[accountHeader] = as
  try {
    return await send(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      // What was preloaded is taken from where it was put, and never from before.
      cache: isPreloaded ? 'default' : 'no-store',
      signal: AbortSignal.timeout(requestMs),
    })
  } catch {
    return null
  }
}

const unreadable = Symbol('unreadable')

async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return unreadable
  }
}

/** A proxy's own error page is no refusal of ours: the server was not reached. */
function refusal(body: unknown, status: number): { ok: false; failure: Failure } {
  const error = shaped<ErrorBody>('error')(body)?.error
  if (!error) return failed(status === 401 ? 'signed_out' : 'unreachable')
  const { code, reference, retryAfterMs } = error
  return failed(code, retryAfterMs === undefined ? { reference } : { reference, retryAfterMs })
}
