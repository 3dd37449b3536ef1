import { RawSocket, type RawSocketOptions } from './raw-socket.ts'
import type { Minted, Town } from './town.ts'

/** Many sockets of one room, of the product or of the reference; both are driven and counted in the same way. */
export interface Crowd {
  readonly name: 'L' | 'Yagura'
  readonly sockets: RawSocket[]
  /** Sends message `key` over socket `i`. */
  say(i: number, key: number): void
  /** Messages in a frame. */
  keysIn(payload: Buffer): readonly number[]
  close(): void
}

/** As long in UTF-8 as a message of 53 Japanese characters. */
const textOf = (key: number) => `${key} 本日19時から各分団の詰所でポンプと無線機の点検を行います。異常があれば本部へ。`

/** How many openings are under way at once while a crowd gathers. */
const openingAtOnce = 20

async function openAll(count: number, open: (i: number) => Promise<RawSocket>): Promise<RawSocket[]> {
  const sockets: RawSocket[] = []
  for (let i = 0; i < count; i += openingAtOnce) {
    const some = Array.from({ length: Math.min(openingAtOnce, count - i) }, (_, j) => open(i + j))
    sockets.push(...(await Promise.all(some)))
  }
  return sockets
}

/** Members of a room of the product. */
export class ProductCrowd implements Crowd {
  readonly name = 'Yagura'
  readonly sockets: RawSocket[]
  readonly minted: Minted
  #lastPayload: Buffer = Buffer.alloc(0)
  #lastKeys: readonly number[] = []

  private constructor(minted: Minted, sockets: RawSocket[]) {
    this.minted = minted
    this.sockets = sockets
  }

  /** `isThroughFront`: by miniflare's Workers for assets, as a browser comes. */
  static async gather(town: Town, minted: Minted, { deflate = false, isThroughFront = false } = {}) {
    const url = socketUrl(town.url, minted.roomId)
    const open = (token: string) =>
      isThroughFront
        ? openAndHear(url, { headers: { authorization: `Bearer ${token}` } })
        : openMember(url, token, deflate)
    const sockets = await openAll(minted.tokens.length, (i) => open(minted.tokens[i] ?? ''))
    return new ProductCrowd(minted, sockets)
  }

  say(i: number, key: number): void {
    this.sockets[i]?.send(postFrame(key))
  }

  /** The same frame goes to nearly all, so it is read once. */
  keysIn(payload: Buffer): readonly number[] {
    if (payload.equals(this.#lastPayload)) return this.#lastKeys
    const { entries = [] } = JSON.parse(payload.toString()) as { entries?: { text?: string }[] }
    const keys = entries.map(({ text }) => Number.parseInt(text ?? '', 10)).filter((key) => !Number.isNaN(key))
    this.#lastPayload = Buffer.from(payload)
    this.#lastKeys = keys
    return keys
  }

  close(): void {
    for (const socket of this.sockets) socket.drop()
  }
}

/** A message whose text begins with its key. */
export const postFrame = (key: number): string => JSON.stringify({ t: 'post', id: clientId(key), text: textOf(key) })

export const socketUrl = (url: string, roomId: string, query = 'v=1') =>
  `${url.replace('http', 'ws')}/api/rooms/${roomId}/socket?${query}`

/**
 * Which Worker a request is for. Product and reference are both asked for by name at miniflare's entry: so both have the same way, without the
 * two Workers of miniflare's own that stand before a Worker with assets.
 */
const toWorker = (name: 'yagura' | 'reference') => ({ 'MF-Route-Override': name })

/** The headers of a member's request. */
export const asMember = (token: string) => ({ ...toWorker('yagura'), authorization: `Bearer ${token}` })

/** Opens a member's socket; resolves with its welcome there. */
export const openMember = (url: string, token: string, deflate = false, onWelcome?: (payload: Buffer) => void) =>
  openAndHear(url, { headers: asMember(token), deflate }, onWelcome)

async function openAndHear(
  url: string,
  options: RawSocketOptions,
  onFirst: (payload: Buffer) => void = () => {},
): Promise<RawSocket> {
  let heard = (_payload: Buffer) => {}
  const first = new Promise<void>((resolve) => {
    heard = (payload) => {
      onFirst(payload)
      heard = () => {}
      resolve()
    }
  })
  const socket = await RawSocket.open(url, (payload) => heard(payload), options)
  await first
  return socket
}

/** Sockets of the reference, which sends back what it is sent. */
export class ReferenceCrowd implements Crowd {
  readonly name = 'L'
  readonly sockets: RawSocket[]
  /** Bytes of a frame of the product with one message: the reference's are as long. */
  readonly #frameBytes: number

  private constructor(sockets: RawSocket[], frameBytes: number) {
    this.sockets = sockets
    this.#frameBytes = frameBytes
  }

  static async gather(
    town: Town,
    {
      room,
      members,
      frameBytes,
      deflate = false,
    }: { room: string; members: number; frameBytes: number; deflate?: boolean },
  ): Promise<ReferenceCrowd> {
    const url = referenceUrl(town.url, room, Number.MAX_SAFE_INTEGER)
    const sockets = await openAll(members, () => openReference(url, deflate))
    return new ReferenceCrowd(sockets, frameBytes)
  }

  say(i: number, key: number): void {
    this.sockets[i]?.send(referenceFrame(key, this.#frameBytes))
  }

  keysIn(payload: Buffer): readonly number[] {
    return [Number.parseInt(payload.toString('latin1', 5, 20), 10)]
  }

  close(): void {
    for (const socket of this.sockets) socket.drop()
  }
}

export const referenceUrl = (url: string, room: string, after: number) =>
  `${url.replace('http', 'ws')}/${room}?after=${after}`

export const openReference = (url: string, deflate = false, onWelcome?: (payload: Buffer) => void) =>
  openAndHear(url, { headers: toWorker('reference'), deflate }, onWelcome)

/** A frame of the reference: its key, and text up to the wanted length. */
export function referenceFrame(key: number, bytes: number): string {
  const start = `{"k":${key},"text":"`
  const text = textOf(key).repeat(Math.ceil(bytes / 60))
  let fitting = ''
  let left = bytes - start.length - 2
  for (const character of text) {
    const size = Buffer.byteLength(character)
    if (size > left) break
    fitting += character
    left -= size
  }
  return `${start}${fitting}${' '.repeat(Math.max(0, left))}"}`
}

let keys = 0
export const newKey = () => {
  keys += 1
  return keys
}

const clientId = (key: number) =>
  `${Date.now().toString(16).padStart(12, '0').slice(0, 8)}-0000-7000-8000-${key.toString(16).padStart(12, '0')}`
