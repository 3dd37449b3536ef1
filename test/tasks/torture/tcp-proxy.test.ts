import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Weather } from '../../../bench/torture/link.ts'
import { TcpProxy } from '../../../bench/torture/tcp-proxy.ts'

/** A town that says back what it hears, and keeps it. */
let town: Server
let townPort = 0
let heard = ''
const townSockets: Socket[] = []
const proxies: TcpProxy[] = []

beforeEach(async () => {
  heard = ''
  town = createServer({ allowHalfOpen: true }, (socket) => {
    townSockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard += chunk
      socket.write(chunk)
    })
    socket.on('end', () => socket.end())
  }).listen(0, '127.0.0.1')
  await once(town, 'listening')
  townPort = (town.address() as { port: number }).port
})

afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close()
  for (const socket of townSockets.splice(0)) socket.destroy()
  if (town.listening) await new Promise((resolve) => town.close(resolve))
})

async function proxied(weather: Weather = {}): Promise<TcpProxy> {
  const proxy = await TcpProxy.listen({ targetPort: () => townPort, weather: () => weather })
  proxies.push(proxy)
  return proxy
}

/** A phone's end: what it heard, waited for, and how the connection ended. */
class Phone {
  text = ''
  readonly socket: Socket
  readonly closed: Promise<'closed'>
  #look: () => void = () => {}

  constructor(proxy: TcpProxy) {
    this.socket = connect({ host: '127.0.0.1', port: proxy.port })
    this.socket.on('data', (chunk) => {
      this.text += chunk
      this.#look()
    })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve('closed')))
  }

  async hears(text: string): Promise<void> {
    while (this.text !== text) await new Promise<void>((resolve) => (this.#look = resolve))
  }
}

describe('the TCP proxy', { timeout: 10_000 }, () => {
  test('passes everything on both ways, and the end too', async () => {
    const phone = new Phone(await proxied())
    phone.socket.write('hello')
    await phone.hears('hello')
    phone.socket.end()
    expect(await phone.closed).toBe('closed')
    expect(heard).toBe('hello')
  })

  test('delays in order: what was sent in pieces comes in pieces, not before its time', async () => {
    const phone = new Phone(await proxied({ delayMs: 60 }))
    const at = performance.now()
    for (const letter of 'abcdefghij') phone.socket.write(letter)
    await phone.hears('abcdefghij')
    expect(performance.now() - at).toBeGreaterThanOrEqual(110) // there and back
  })

  test('throttles to so many bytes a second', async () => {
    const phone = new Phone(await proxied({ throttle: 20_000 }))
    const at = performance.now()
    phone.socket.write('x'.repeat(4_000))
    await phone.hears('x'.repeat(4_000))
    expect(performance.now() - at).toBeGreaterThanOrEqual(380) // 200 ms each way
  })

  test.each([
    ['up', 'abc', ''],
    ['down', 'abcdef', 'abc'],
  ] as const)('cuts after so many bytes %s', async (direction, atTown, atPhone) => {
    const phone = new Phone(await proxied({ cutAfter: { direction, bytes: 3 } }))
    phone.socket.write('abcdef')
    expect(await phone.closed).toBe('closed')
    if (direction === 'down') expect(heard).toBe(atTown)
    expect(atTown).toContain(heard)
    expect('abc').toContain(phone.text)
    expect(phone.text.length).toBeGreaterThanOrEqual(direction === 'up' ? 0 : atPhone.length)
  })

  test('cuts all at once', async () => {
    const proxy = await proxied()
    const phones = [new Phone(proxy), new Phone(proxy)]
    for (const phone of phones) {
      phone.socket.write('x')
      await phone.hears('x')
    }
    expect(proxy.links.size).toBe(2)
    proxy.cutAll()
    expect(await Promise.all(phones.map((phone) => phone.closed))).toEqual(['closed', 'closed'])
    expect([proxy.links.size, proxy.linkCount]).toEqual([0, 2])
  })

  test('half-open: what the town says vanishes, and nobody is told that it is gone', async () => {
    const proxy = await proxied()
    const phone = new Phone(proxy)
    phone.socket.write('before')
    await phone.hears('before')
    for (const link of proxy.links) link.swallow('down')
    const [townSocket] = townSockets
    phone.socket.write(' after')
    while (heard !== 'before after') await once(townSocket as Socket, 'data')
    townSocket?.destroy()
    await once(townSocket as Socket, 'close')
    const other = new Phone(proxy)
    other.socket.write('still here')
    await other.hears('still here')
    expect([phone.text, phone.socket.destroyed]).toEqual(['before', false])
  })

  test('the answer to one request is cut off: the town has all of it, the phone nothing; the next one is answered', async () => {
    const proxy = await proxied()
    const sprung = proxy.cutAnswerTo((chunk) => chunk.toString() === 'post')
    const [phone, other] = [new Phone(proxy), new Phone(proxy)]
    other.socket.write('read')
    await other.hears('read')
    phone.socket.write('post')
    await sprung
    expect(await phone.closed).toBe('closed')
    expect([phone.text, heard]).toEqual(['', 'readpost'])
    const again = new Phone(proxy)
    again.socket.write('post')
    await again.hears('post')
  })

  test('a network without WebSockets lets other requests through', async () => {
    const proxy = await proxied()
    proxy.blocksUpgrades = true
    const upgrade = new Phone(proxy)
    upgrade.socket.write('GET /socket HTTP/1.1\r\nHost: town\r\nUpgrade: websocket\r\n\r\n')
    expect(await upgrade.closed).toBe('closed')
    const request = new Phone(proxy)
    request.socket.write('GET /sync HTTP/1.1\r\nHost: town\r\n\r\n')
    await request.hears('GET /sync HTTP/1.1\r\nHost: town\r\n\r\n')
    expect(heard).not.toContain('websocket')
  })

  test('a network that is not there, and a town that is not there', async () => {
    const proxy = await proxied()
    proxy.isDown = true
    expect(await new Phone(proxy).closed).toBe('closed')
    proxy.isDown = false
    await new Promise((resolve) => town.close(resolve))
    expect(await new Phone(proxy).closed).toBe('closed')
  })
})
