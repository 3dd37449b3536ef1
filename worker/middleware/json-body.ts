import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { limits } from '../../protocol/limits.ts'
import type { AppEnv } from '../env.ts'
import { after } from '../files/body-chunks.ts'
import { refused } from '../on-error.ts'

/**
 * A body is JSON, in UTF-8, and at most `limits.maxBodyBytes` long by what arrives in `limits.bodyPauseMs`, whatever its headers say. An empty one needs no type.
 * What is read here is what the route gets. Bytes of an upload are left to their route, which counts them.
 */
export const jsonBody = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || isUploadOfBytes(c)) return next()
  const bytes = await readUpTo(c.req.raw.body, limits.maxBodyBytes)
  if (typeof bytes === 'string') return refused(c, bytes)
  const type = c.req.header('content-type')
  if (bytes.length === 0 && type === undefined) return next()
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? '')) return refused(c, 'json_only')
  const text = decode(bytes)
  if (text === null) return refused(c, 'malformed')
  // Hono keeps the promise of a body under the type of its value.
  c.req.bodyCache.text = Promise.resolve(text) as unknown as string
  return next()
})

const isUploadOfBytes = (c: Context<AppEnv>): boolean =>
  c.req.method === 'PATCH' && /^\/api\/rooms\/[^/]+\/uploads\/[^/]+$/.test(c.req.path)

/** All bytes, or what is wrong as soon as there are more than `most`, or they have not come in time. */
async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array | 'too_large' | 'too_slow'> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  const time = after(limits.bodyPauseMs)
  const next = () => Promise.race([reader.read(), time.over])
  const stop = <T>(wrong: T): T => {
    reader.cancel().catch(() => {})
    return wrong
  }
  try {
    for (let read = await next(); read === 'over' || !read.done; read = await next()) {
      if (read === 'over') return stop('too_slow')
      length += read.value.length
      if (length > most) return stop('too_large')
      chunks.push(read.value)
    }
  } finally {
    time.forget()
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
