import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { importJWK, jwtVerify } from 'jose'
import { Until } from '../../bench/torture/waiting.ts'
import { type PushAnswer, PushDevice } from './push-device.ts'
import { openRecord } from './push-record.ts'

/** What arrives, decrypted: the contract between the town and the service worker, which WebKit reads as well. */
export type PushPayload = {
  web_push: 8030
  mutable: true
  app_badge: number
  notification: {
    title: string
    body: string
    navigate: string
    lang: string
    dir: string
    tag: string
    silent: boolean
    app_badge: string
    data: PushData
  }
}
export type PushData =
  | { kind: 'entry'; roomId: string; seq: number; round: number; urgent: boolean; receipt: string }
  | { kind: 'probe' | 'test'; receipt: string }

/** One push that followed the protocol, whatever was answered to it. */
export type Push = {
  at: number
  device: PushDevice
  headers: NodeJS.Dict<string | string[]>
  /** Bytes of the body as it came. */
  size: number
  /** The payload as it stands, for what must not be in it. */
  text: string
  payload: PushPayload
  topic: string
  ttlSeconds: number
  urgency: string
  status: number
  /** The device has it, even where the town was not told so. */
  isTaken: boolean
}

/** RFC 8030, 7.2: what a push service has to take at least, and what they take at most. */
const mostBodyBytes = 4096
const dayS = 86_400

/**
 * The push services of all browsers, on loopback: a town that was started with `PUSH_VIA` set to `url` sends them its pushes as /host/path of the
 * endpoint. It holds the town to the protocol (RFC 8030, 8188, 8291, 8292); what breaks it is answered 400 and told in `violations`.
 */
export class PushReceiver {
  /** What the town did against the protocol. */
  readonly violations: string[] = []
  /** Pushes to devices that never were. */
  readonly strays: string[] = []
  /** What is answered for every device that has no answer of its own. */
  answer: PushAnswer = { status: 201 }
  readonly #devices = new Map<string, PushDevice>()
  readonly #pushes: Push[] = []
  readonly #arrivals = new Until()
  #server: Server
  #port = 0

  private constructor() {
    this.#server = this.#makeServer()
  }

  static async listen(): Promise<PushReceiver> {
    const receiver = new PushReceiver()
    await receiver.comeBack()
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Nobody answers any more: connections are refused, and those that stand are cut. */
  async goDown(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** Listens, on the port of before. */
  async comeBack(): Promise<void> {
    if (this.#port !== 0) this.#server = this.#makeServer()
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.goDown()
  }

  /** A browser of `host`'s maker subscribes, with the town's public key. */
  device({ key, host = 'fcm.googleapis.com' }: { key: string; host?: string }): PushDevice {
    const device = new PushDevice(host, key)
    this.#devices.set(device.subscription.endpoint, device)
    return device
  }

  /** All that came, or what came to one device; oldest first. */
  pushes(device?: PushDevice): Push[] {
    return this.#pushes.filter((push) => device === undefined || push.device === device)
  }

  /** Resolves as soon as so many came, or they are as wanted; rejects after the time. */
  until(wanted: number | ((pushes: readonly Push[]) => boolean), timeoutMs: number): Promise<void> {
    if (typeof wanted === 'function')
      return this.#arrivals.holds('pushes as wanted', () => wanted(this.#pushes), timeoutMs)
    return this.#arrivals.holds(`${wanted} pushes`, () => this.#pushes.length >= wanted, timeoutMs)
  }

  readonly #makeServer = (): Server =>
    createServer((request, response) => {
      this.#take(request, response).catch((error: Error) => this.#refuse(request, response, error))
    })

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const device = this.#devices.get(`https:/${request.url}`)
    if (device === undefined) {
      this.strays.push(request.url ?? '')
      response.writeHead(404).end()
      return
    }
    const { status, retryAfterS, way = 'answered' } = device.answer ?? this.answer
    this.#pushes.push({ ...(await readPush(request, body, device)), at: Date.now(), status, isTaken: isTaken(status) })
    this.#arrivals.look()
    if (way === 'cut') request.socket.destroy()
    if (way !== 'answered') return
    if (retryAfterS !== undefined) response.setHeader('retry-after', retryAfterS)
    if (status === 201) response.setHeader('location', `https://${device.host}/message/${this.#pushes.length}`)
    response.writeHead(status).end()
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: Error): void {
    if (!request.complete) return // The town was killed, or the receiver went down, while it came.
    this.violations.push(`${request.url}: ${error.message}`)
    response.writeHead(400).end()
  }
}

const isTaken = (status: number) => status >= 200 && status < 300

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** @throws Error that says what is against the protocol */
async function readPush(
  request: IncomingMessage,
  body: Buffer,
  device: PushDevice,
): Promise<Omit<Push, 'at' | 'status' | 'isTaken'>> {
  const { headers, method } = request
  if (method !== 'POST') throw new Error(`a push is POSTed, not ${method}`)
  if (headers['content-encoding'] !== 'aes128gcm') throw new Error(`encoded as ${headers['content-encoding']}`)
  if (body.length > mostBodyBytes) throw new Error(`a body of ${body.length} bytes`)
  const ttl = headerOf(headers, 'ttl', /^\d{1,10}$/)
  const urgency = headerOf(headers, 'urgency', /^(?:very-low|low|normal|high)$/)
  const topic = headerOf(headers, 'topic', /^[\w-]{1,32}$/)
  await checkVapid(headers.authorization ?? '', device)
  const text = openRecord(body, device.keys).toString()
  const payload = JSON.parse(text) as PushPayload
  return { device, headers, size: body.length, text, payload, topic, ttlSeconds: Number(ttl), urgency }
}

function headerOf(headers: NodeJS.Dict<string | string[]>, name: string, pattern: RegExp): string {
  const value = headers[name]
  if (typeof value !== 'string' || !pattern.test(value)) throw new Error(`${name} is ${value}`)
  return value
}

/** RFC 8292: signed by whom the device subscribed to, for its push service, for a day at most, with somebody to write to. */
async function checkVapid(authorization: string, { key, host }: PushDevice): Promise<void> {
  const [, token, signer] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? []
  if (token === undefined || signer === undefined) throw new Error(`VAPID is ${authorization}`)
  if (signer !== key) throw new Error('VAPID is with another key than the subscription')
  const { payload } = await jwtVerify(token, await publicKey(signer), {
    algorithms: ['ES256'],
    audience: `https://${host}`,
    requiredClaims: ['aud', 'exp', 'sub'],
  })
  if ((payload.exp ?? 0) > Date.now() / 1000 + dayS) throw new Error('VAPID is for more than a day')
  if (!payload.sub?.startsWith('mailto:')) throw new Error(`VAPID names ${payload.sub}`)
}

/** From an uncompressed point, as browsers are given it. */
function publicKey(point: string) {
  const bytes = Buffer.from(point, 'base64url')
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((half) => half.toString('base64url'))
  return importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256')
}
