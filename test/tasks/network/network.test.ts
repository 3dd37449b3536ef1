import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Network } from '../../e2e/support/network.ts'
import { SeededRandom } from '../../support/random.ts'

/** A town that answers with what it was asked, and says back what it hears over a socket. */
let town: Server
let network: Network
const page = `<!doctype html>${'<p>火見市消防団</p>'.repeat(200)}`

function answer(asked: IncomingMessage, body: string) {
  const isPage = asked.url?.startsWith('/page')
  const type = isPage ? 'text/html; charset=utf-8' : 'application/json'
  const told = JSON.stringify({ url: asked.url, headers: asked.headers, body })
  return { type, body: isPage ? page : told }
}

beforeEach(async () => {
  town = createServer((asked, response) => {
    let heard = ''
    asked.on('data', (chunk) => {
      heard += chunk
    })
    asked.on('end', () => {
      const { type, body } = answer(asked, heard)
      response.writeHead(200, { 'content-type': type, etag: '"1"', 'set-cookie': ['a=1', 'b=2'] }).end(body)
    })
  })
  town.on('upgrade', (_: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
    socket.pipe(socket)
  })
  town.listen(0, '127.0.0.1')
  await once(town, 'listening')
  const { port } = town.address() as AddressInfo
  network = await Network.before(() => port)
})

afterEach(async () => {
  await network.close()
  town.closeAllConnections()
  town.close()
})

type Answered = { status: number; headers: IncomingMessage['headers']; body: Buffer; ms: number }

/** Asks over a connection of its own. */
async function ask(path: string, headers: Record<string, string> = {}, body = ''): Promise<Answered> {
  const at = performance.now()
  const asked = request(`${network.url}${path}`, { method: body ? 'POST' : 'GET', headers, agent: false })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const { statusCode: status = 0, headers: answered } = response
  return { status, headers: answered, body: Buffer.concat(chunks), ms: performance.now() - at }
}

const asSocket = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'x',
  'sec-websocket-version': '13',
}

/** An upgraded connection to the town, which says back what it hears. */
async function openEcho(): Promise<Duplex> {
  const asked = request(`${network.url}/socket`, { headers: asSocket, agent: false })
  asked.end()
  const [, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, Duplex]
  socket.on('error', () => {})
  return socket
}

async function echo(socket: Duplex, text: string): Promise<number> {
  const at = performance.now()
  socket.write(text)
  for (let heard = ''; heard !== text; ) heard += String((await once(socket, 'data'))[0])
  return performance.now() - at
}

describe('the edge', { timeout: 10_000 }, () => {
  test('compresses text for whoever takes it, and counts requests and bytes as they travel', async () => {
    const gzipped = await ask('/page?a=b', { 'accept-encoding': 'gzip, br' })
    expect([gzipped.headers['content-encoding'], gzipped.headers.etag]).toEqual(['gzip', 'W/"1"'])
    expect(gunzipSync(gzipped.body).toString()).toBe(page)
    const plain = await ask('/page')
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, page])
    await ask('/api/said?a=b', {}, 'four')
    expect(network.edge.traffic.get('/page')?.requests).toBe(2)
    expect(network.edge.traffic.get('/page')?.down).toBe(gzipped.body.length + plain.body.length)
    expect(network.edge.traffic.get('/api/said')).toMatchObject({ requests: 1, up: 4 })
  })

  test('passes on what was said, to whom, and every cookie', async () => {
    const { headers, body } = await ask('/api/said?a=b', { cookie: 'c=3' }, 'said')
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2'])
    const told = JSON.parse(body.toString())
    expect(told).toMatchObject({ url: '/api/said?a=b', body: 'said', headers: { cookie: 'c=3' } })
    expect(`http://${told.headers.host}`).toBe(network.url)
  })

  test('a town that is not there is the edge’s own page', async () => {
    town.closeAllConnections()
    await new Promise((resolve) => town.close(resolve))
    expect((await ask('/api/me')).status).toBe(502)
  })

  test('an upgrade passes, is refused, waits for ever, or arrives as a plain GET', async () => {
    const socket = await openEcho()
    await echo(socket, 'hello')
    expect(network.edge.openSockets).toBe(1)
    network.edge.upgrades = 'refused'
    expect((await ask('/socket', asSocket)).status).toBe(403)
    network.edge.upgrades = 'stripped'
    const { status, body } = await ask('/socket', asSocket)
    expect([status, JSON.parse(body.toString()).headers.upgrade]).toEqual([200, undefined])
    network.edge.upgrades = 'hanging'
    const asked = request(`${network.url}/socket`, { headers: asSocket, agent: false })
    const ended = once(asked, 'error')
    asked.on('response', () => expect.unreachable('an answer'))
    asked.end()
    // What was asked after it is answered; what hangs goes on hanging until it is cut.
    expect((await ask('/api/me')).status).toBe(200)
    network.cut()
    await ended
    network.edge.upgrades = 'pass'
    await echo(await openEcho(), 'again')
  })
})

describe('the weather', { timeout: 20_000 }, () => {
  test('slow: each answer after its time, and one line for all', async () => {
    network.slow({ answerMs: 200, bytesPerSecond: 20_000 })
    const alone = await ask('/page')
    const bytes = alone.body.length
    // A tenth less: the asking page's clock starts when its own process comes to it.
    const lineMs = (count: number) => 0.9 * (200 + (count / 20_000) * 1_000)
    expect(alone.ms).toBeGreaterThanOrEqual(lineMs(bytes))
    const together = await Promise.all([ask('/page'), ask('/page'), ask('/api/me')])
    expect(Math.max(...together.map(({ ms }) => ms))).toBeGreaterThanOrEqual(lineMs(2 * bytes))
    // The short one has its turn between the long ones.
    expect(together[2]?.ms).toBeLessThan(together[0]?.ms as number)
  })

  test('lossy: everything arrives, in order, some of it late (seed 7)', async () => {
    const socket = await openEcho()
    network.lossy(new SeededRandom(7), 0)
    const letters = 'abcdef'.split('')
    const took: number[] = []
    for (const letter of letters) took.push(await echo(socket, letter))
    expect(took.some((ms) => ms >= 200)).toBe(true)
    expect(took.some((ms) => ms < 100)).toBe(true)
  })

  test('a hole keeps everything back and cuts nothing; then it passes', async () => {
    const socket = await openEcho()
    network.hole()
    const said = echo(socket, 'into the hole')
    const other = ask('/api/me')
    const first = await Promise.race([said, other, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))])
    expect(first).toBe('nothing')
    network.fair()
    expect(await said).toBeGreaterThanOrEqual(290)
    expect((await other).status).toBe(200)
  })

  test('tunnels: in a time that turns round nothing passes for its last half', async () => {
    const socket = await openEcho()
    network.lossy(new SeededRandom(1), 0)
    await echo(socket, 'no tunnels at scale nought')
    const startedAt = performance.now()
    network.lossy({ next: () => 1 } as SeededRandom, 0.05) // 500 ms open, 500 ms shut, and nothing is lost
    while ((await echo(socket, 'x')) < 400);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990)
  })

  test('down: everything is cut and refused, until it is not', async () => {
    const socket = await openEcho()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    network.down()
    await closed
    await expect(ask('/api/me')).rejects.toThrow()
    network.fair()
    expect((await ask('/api/me')).status).toBe(200)
  })
})
