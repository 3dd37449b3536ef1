import type { Handler } from 'hono'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/** The built client. An unknown path is its page, by the setting of ASSETS; a built file of an earlier version is gone, and no page. */
export const pages: Handler<AppEnv> = async (c) => {
  if (c.env.ASSETS === undefined) return refused(c, 'not_found')
  const isBuilt = c.req.path.startsWith('/assets/')
  const { body, status, headers } = await c.env.ASSETS.fetch(isBuilt ? c.req.raw : whole(c.req.raw))
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false
  if (status === 404 || (isPage && isBuilt)) return refused(c, 'not_found')
  // A copy, since what ASSETS answers cannot be given other headers.
  const answer = new Response(body, { status, headers: new Headers(headers) })
  if (!isPage) return answer
  const page = await answer.text()
  c.set('inlinedStyles', await stylesIn(page))
  return new Response(page, answer)
}

/**
 * The same request with nothing that lets the answer be a part, or “not modified”: the policy is made from the page, and one that came without it
 * would be put on the page that the browser kept.
 */
function whole(request: Request): Request {
  const headers = new Headers(request.headers)
  for (const name of ['if-none-match', 'if-modified-since', 'range']) headers.delete(name)
  return new Request(request.url, { headers })
}

/** The page seen last by this isolate, which has no other while its version lives. */
let seen: { page: string; styles: Promise<string[]> } | null = null

function stylesIn(page: string): Promise<string[]> {
  if (seen?.page !== page) {
    const texts = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = '']) => text)
    seen = { page, styles: Promise.all(texts.map(sourceOf)) }
  }
  return seen.styles
}

/** A stylesheet as the policy names it: by its hash. */
async function sourceOf(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return `'sha256-${btoa(String.fromCharCode(...hash))}'`
}
