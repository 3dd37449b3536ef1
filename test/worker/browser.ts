import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { ErrorBody, Session } from '../../protocol/http.ts'
import { app } from '../../worker/app.ts'
import type { Bindings } from '../../worker/env.ts'

/** The bindings of the tests' Worker, with some of them changed or taken away. */
export const bindings = (changed: { [Name in keyof Bindings]?: Bindings[Name] | undefined } = {}): Bindings =>
  ({ ...env, ...changed }) as unknown as Bindings

/** What the log says meanwhile: read it, do not show it. */
export const logged: string[] = []
console.log = (line: string) => void logged.push(line)

export const ownOrigin = 'https://yagura.test'

export type Ask = { method?: string; body?: unknown; headers?: Record<string, string>; env?: Bindings }

/** One request through the front door, with all that it leaves to be done afterwards. */
export async function ask(
  path: string,
  { method = 'GET', body, headers = {}, env = bindings() }: Ask = {},
): Promise<Response> {
  const context = createExecutionContext()
  const request = new Request(new URL(path, ownOrigin), {
    method,
    headers,
    ...(body === undefined ? {} : { body: textOf(body) }),
  })
  const response = await app.fetch(request, env, context)
  await waitOnExecutionContext(context)
  return response
}

const textOf = (body: unknown): BodyInit =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof Blob || body instanceof ReadableStream
    ? body
    : JSON.stringify(body)

/** A browser as far as cookies and origins go. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly headers: Record<string, string>

  constructor(headers: Record<string, string> = {}) {
    this.headers = { 'cf-connecting-ip': randomAddress(), 'sec-fetch-site': 'same-origin', ...headers }
  }

  /** Sends the cookies, and keeps those that come back unless the answer is cut on its way. */
  async ask(
    path: string,
    { body, headers, isCut = false, ...rest }: Ask & { isCut?: boolean } = {},
  ): Promise<Response> {
    const isUnsafe = rest.method !== undefined && rest.method !== 'GET'
    const response = await ask(path, {
      ...rest,
      body,
      headers: {
        ...this.headers,
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader() } : {}),
        ...(isUnsafe ? { origin: ownOrigin } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    })
    if (!isCut) this.keep(response)
    return response
  }

  signIn(loginId: string, password: string, rest: Ask = {}): Promise<Response> {
    return this.ask('/api/session', { method: 'POST', body: { loginId, password }, ...rest })
  }

  refresh(rest: Ask & { isCut?: boolean } = {}): Promise<Response> {
    return this.ask('/api/session/refresh', { method: 'POST', ...rest })
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  keep(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split(/=(.*)/s) ?? []
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

export const sessionIn = async (response: Response): Promise<v.InferOutput<typeof Session>> =>
  v.parse(Session, await response.json())

/** The code of a refusal, whose body must have exactly our shape. */
export async function codeIn(response: Response): Promise<string> {
  return v.parse(ErrorBody, await response.json()).error.code
}

export const randomAddress = (): string =>
  `203.0.${crypto.getRandomValues(new Uint8Array(1))[0]}.${crypto.getRandomValues(new Uint8Array(1))[0]}`
