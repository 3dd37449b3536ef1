import * as v from 'valibot'
import type { Actor } from '../protocol/bindings.ts'
import type { Hello } from '../protocol/client-message.ts'
import { parseJson } from '../protocol/codec.ts'
import { fromHelloQuery, HelloQuery } from '../protocol/hello-query.ts'
import { Id } from '../protocol/ids.ts'

const ActorHeader = v.strictObject({ accountId: Id, deviceId: Id })

/** The actor that the front door wrote into an upgrade, or null when it did not. */
export function readActor(header: string | null): Actor | null {
  const actor = v.safeParse(ActorHeader, parseJson(header ?? ''))
  return actor.success ? actor.output : null
}

/** The hello in the query of an upgrade, or null. */
export function readHello(url: URL): Hello | null {
  const query = v.safeParse(HelloQuery, Object.fromEntries(url.searchParams))
  return query.success ? fromHelloQuery(query.output) : null
}

/** Answers an upgrade with one end of a new pair of sockets; `use` gets the other, before the client hears of it. */
export function acceptUpgrade(use: (ws: WebSocket) => void): Response {
  const { 0: client, 1: server } = new WebSocketPair()
  use(server)
  return new Response(null, { status: 101, webSocket: client })
}

/** For a socket that is only opened to be told why not: a browser shows a script no status of a failed upgrade. */
export function closeAtOnce(ws: WebSocket, code: number): void {
  ws.accept()
  ws.close(code, 'refused')
}
