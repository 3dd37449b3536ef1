import { DurableObject } from 'cloudflare:workers'

/** L, what the bench measures everything against: one INSERT, then the frame to every socket, and no product in it. */
export class Reference extends DurableObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS message (seq INTEGER PRIMARY KEY, frame TEXT NOT NULL)')
  }

  /** Opens a socket, whose first frame has all that was missed; or stores `count` times what is posted. */
  override async fetch(request: Request): Promise<Response> {
    const asked = new URL(request.url).searchParams
    if (request.method === 'POST') {
      const frame = await request.text()
      for (let i = 0; i < Number(asked.get('count')); i += 1) this.insert(frame)
      return new Response(null, { status: 204 })
    }
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    const missed = this.ctx.storage.sql.exec('SELECT frame FROM message WHERE seq > ?', asked.get('after')).toArray()
    server.send(`[${missed.map(({ frame }) => frame).join()}]`)
    return new Response(null, { status: 101, webSocket: client })
  }

  override webSocketMessage(_ws: WebSocket, frame: string): void {
    this.insert(frame)
    for (const ws of this.ctx.getWebSockets()) ws.send(frame)
  }

  insert = (frame: string) => this.ctx.storage.sql.exec('INSERT INTO message (frame) VALUES (?)', frame)
}

type Env = { REFERENCE: DurableObjectNamespace<Reference> }
const fetch = (request: Request, env: Env) => env.REFERENCE.getByName(new URL(request.url).pathname).fetch(request)
// biome-ignore lint/style/noDefaultExport: the platform takes a Worker's handlers from its default export
export default { fetch }
