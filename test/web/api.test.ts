import { describe, expect, test } from 'vitest'
import { createApi } from '../../web/transport/api.ts'
import { anything, shaped } from '../../web/transport/shape.ts'

const answering = (response: () => Response) => createApi(async () => response())
const ask = { method: 'GET', path: '/api/me', answer: shaped<{ name: string }>('name') } as const

/** A body whose connection is cut after so many characters. */
const cutAfter = (text: string, length: number): ReadableStream =>
  new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, length)))
      controller.error(new Error('terminated'))
    },
  })

describe('the API over HTTP', () => {
  test('an answer of the asked shape', async () => {
    expect(await answering(() => Response.json({ name: '沢田' }))(ask)).toEqual({ ok: true, value: { name: '沢田' } })
  })

  test('an answer of another shape means that the page is too old', async () => {
    expect(await answering(() => Response.json({ called: '沢田' }))(ask)).toMatchObject({
      failure: { code: 'reload_required' },
    })
  })

  test('an answer cut off amid its body says nothing: the network gave none', async () => {
    const cut = answering(() => new Response(cutAfter('{"name":"沢田"}', 7)))
    expect(await cut(ask)).toEqual({ ok: false, failure: { code: 'unreachable' } })
  })

  test('a page that a proxy puts in the place of an answer says nothing either', async () => {
    const page = answering(() => new Response('<!doctype html><title>Wi-Fi</title>', { status: 200 }))
    expect(await page(ask)).toEqual({ ok: false, failure: { code: 'unreachable' } })
  })

  test('an answer without a body is one where only the status matters', async () => {
    const done = answering(() => new Response(null, { status: 204 }))
    expect(await done({ ...ask, answer: anything })).toEqual({ ok: true, value: true })
  })

  test('a refusal of ours, and an error page that is none', async () => {
    const body = { error: { code: 'slow_down', message: '', reference: 'r', retryAfterMs: 9 } }
    const refused = answering(() => Response.json(body, { status: 429 }))
    expect(await refused(ask)).toEqual({ ok: false, failure: { code: 'slow_down', reference: 'r', retryAfterMs: 9 } })
    const broken = answering(() => new Response('bad gateway', { status: 502 }))
    expect(await broken(ask)).toEqual({ ok: false, failure: { code: 'unreachable' } })
  })
})
