// A stand-in for the built Worker: the same bindings and exports, and nothing behind them but counters.
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'

class Counter extends DurableObject {
  add(more = 1) {
    const count = (this.ctx.storage.kv.get('count') ?? 0) + more
    this.ctx.storage.kv.put('count', count)
    return count
  }
}

export class Room extends Counter {}
export class Lobby extends Counter {}
export class Account extends Counter {}
export class Throttle extends Counter {}

export class Directory extends WorkerEntrypoint {
  async answer() {
    const { results } = await this.env.DB.prepare('SELECT name FROM units').all()
    return results.map(({ name }) => name)
  }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/api/say') {
      console.warn('as asked'.padEnd(Number(searchParams.get('length'))))
      return new Response(null, { status: 204 })
    }
    if (pathname === '/api/ring') {
      await env.RINGS.send(searchParams.get('who'))
      return new Response(null, { status: 204 })
    }
    if (pathname === '/api/rung') return Response.json(await env.ROOM.getByName(searchParams.get('who')).add(0))
    if (pathname === '/api/state') {
      return Response.json({
        count: await env.ROOM.getByName('a').add(),
        storage: [env.DB, env.PHOTOS, env.DIRECTORY].map((binding) => binding !== undefined),
        directory: env.DIRECTORY ? await env.DIRECTORY.answer() : null,
        clockAheadMs: env.CLOCK_AHEAD_MS,
        messages: env.MAX_MESSAGES_PER_WINDOW ?? null,
        kid: JSON.parse(env.SIGNING_KEY).kid,
        rings: env.RINGS !== undefined,
        push: [JSON.parse(env.PUSH_KEY).x, env.PUSH_SUBJECT, env.PUSH_VIA ?? null],
      })
    }
    const file = await env.ASSETS.fetch(request)
    const response = new Response(file.body, file)
    response.headers.set('x-from', 'worker')
    return response
  },

  async queue(batch, env) {
    for (const { body } of batch.messages) await env.ROOM.getByName(body).add()
  },
}
