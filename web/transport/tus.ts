import type { UploadFacts, UploadStanding } from '../../protocol/file.ts'
import { accountHeader, type ErrorBody } from '../../protocol/http.ts'
import type { ClientId, EpochMs, Id } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { leastPieceBytes, nextPieceBytes, pieceBytesAfterLoss } from './piece-size.ts'
import { shaped } from './shape.ts'

/**
 * What became of a try: the room has the whole; it wants it in no case; or the try was cut, and the next one goes on from where the room is.
 * `lost`: the room knows nothing of it, or not any more.
 */
export type UploadOutcome = { is: 'whole' } | { is: 'refused'; code: RefusalCode } | { is: 'cut' } | { is: 'lost' }

export type UploadAsk = {
  /** Of the room's uploads. */
  path: string
  facts: UploadFacts
  /** Read only when there is something to be sent. */
  bytes: () => Promise<ArrayBuffer | null>
  /** Whether the room was told of it already, as far as is known here. */
  isBegun: boolean
  signal: AbortSignal
  /** So many bytes are answered for. */
  stands: (offset: number) => void
}

export type TusParts = {
  /** For whom it is sent: in a browser where somebody else signed in meanwhile it is refused. */
  as: Id
  now: () => EpochMs
  send?: typeof fetch
  /** The server does not know the session: it is to be asked for again. */
  signedOut: () => Promise<void>
}

const version = { 'tus-resumable': '1.0.0' }
/** A body that has not come through after this time is given up; what of it came counts. */
const bodyMs = 30_000

/** The room or the way to it is out of order: the same again will do later. */
const passing: readonly RefusalCode[] = [
  'internal',
  'not_configured',
  'directory_unavailable',
  'file_unavailable',
  'slow_down',
  'uploads_waiting',
  'too_slow',
  'signed_out',
]

/** Uploads to rooms as tus 1.0.0 does: created under an id of our own, and gone on with at the room's offset. */
export class Tus {
  /** Bodies grow and shrink with the line, which is the same for one upload after another. */
  private pieceBytes = leastPieceBytes
  /** Where an upload stood when its last body did not come through. */
  private readonly cutAt = new Map<ClientId, number>()
  private readonly announced = new Map<ClientId, Promise<Standing>>()
  private readonly send: typeof fetch

  constructor(private readonly parts: TusParts) {
    this.send = parts.send ?? ((input, init) => fetch(input, init))
  }

  /** Tells the room of an upload whose turn comes next, while another is on its way: its own bytes need not wait for the answer. */
  announce(ask: UploadAsk): void {
    const { id } = ask.facts
    if (!ask.isBegun && !this.announced.has(id)) this.announced.set(id, this.create(ask))
  }

  /** One try, to the end or to the first trouble. */
  async upload(ask: UploadAsk): Promise<UploadOutcome> {
    const found = await this.find(ask)
    if ('is' in found) return found
    let { offset } = found
    if (this.cutAt.get(ask.facts.id) === offset) this.pieceBytes = pieceBytesAfterLoss(this.pieceBytes)
    this.cutAt.delete(ask.facts.id)
    ask.stands(offset)
    const bytes = offset < ask.facts.size ? await ask.bytes() : null
    while (offset < ask.facts.size) {
      if (bytes === null) return { is: 'lost' }
      const sent = await this.append(ask, offset, bytes.slice(offset, offset + this.pieceBytes))
      if ('is' in sent) return sent
      // A room that says nothing new would be asked for ever.
      if (sent.offset <= offset) return { is: 'cut' }
      offset = sent.offset
      ask.stands(offset)
    }
    return { is: 'whole' }
  }

  /** Tells the room that nobody wants it any more. True when it knows, or never knew. */
  async end(path: string): Promise<boolean> {
    const response = await this.ask(path, { method: 'DELETE', headers: version }, null)
    return response !== null && response.status < 500 && response.status !== 401
  }

  private async find(ask: UploadAsk): Promise<Standing> {
    const { id } = ask.facts
    const announced = await this.announced.get(id)
    this.announced.delete(id)
    if (announced && 'offset' in announced) return announced
    return ask.isBegun ? this.look(ask) : this.create(ask)
  }

  private async create(ask: UploadAsk): Promise<Standing> {
    const { id, kind, name, size, of } = ask.facts
    const metadata = Object.entries({ id, kind, name, ...(of && { of }) }).map(
      ([key, value]) => `${key} ${base64(value)}`,
    )
    const headers = { ...version, 'upload-length': `${size}`, 'upload-metadata': metadata.join(',') }
    const response = await this.ask(ask.path, { method: 'POST', headers }, ask.signal)
    if (!response?.isOk) return this.refusal(response)
    const standing = shaped<UploadStanding>('offset', 'whole')(response.body)
    if (standing === null) return { is: 'cut' }
    // All of it came, and the room was cut off before it had looked through it: whoever asks makes it look.
    return standing.whole || standing.offset < size ? standing : this.look(ask)
  }

  private async look(ask: UploadAsk): Promise<Standing> {
    const response = await this.ask(urlOf(ask), { method: 'HEAD', headers: version }, ask.signal)
    if (response?.status === 404) return { is: 'lost' }
    // An answer to HEAD has no body that would say why.
    if (response?.status === 415) return { is: 'refused', code: 'type_not_allowed' }
    return this.standing(response)
  }

  private async append(ask: UploadAsk, offset: number, body: ArrayBuffer): Promise<Standing> {
    const headers = { ...version, 'content-type': 'application/offset+octet-stream', 'upload-offset': `${offset}` }
    const startedAt = this.parts.now()
    const response = await this.ask(urlOf(ask), { method: 'PATCH', headers, body }, ask.signal)
    const standing = await this.standing(response)
    const ms = this.parts.now() - startedAt
    if ('offset' in standing) this.pieceBytes = nextPieceBytes(this.pieceBytes, { bytes: body.byteLength, ms })
    else this.cutAt.set(ask.facts.id, offset)
    // Another tab, or an answer that was lost, was further: the room's word counts.
    return 'code' in standing && standing.code === 'upload_offset_differs' ? this.look(ask) : standing
  }

  private async standing(response: Told | null): Promise<Standing> {
    if (!response?.isOk) return this.refusal(response)
    const { offset } = response
    // A page of somebody on the way, as in a café, is no answer of ours.
    return Number.isSafeInteger(offset) ? { offset } : { is: 'cut' }
  }

  private async refusal(response: Told | null): Promise<UploadOutcome> {
    if (response === null) return { is: 'cut' }
    const body = shaped<ErrorBody>('error')(response.body)
    if (response.status === 401) await this.parts.signedOut()
    const code = body?.error.code
    if (code === 'upload_unknown') return { is: 'lost' }
    if (code === 'upload_offset_differs') return { is: 'refused', code }
    return code === undefined || passing.includes(code) ? { is: 'cut' } : { is: 'refused', code }
  }

  /** null when there was no answer. */
  private async ask(path: string, init: RequestInit, signal: AbortSignal | null): Promise<Told | null> {
    const ended = new AbortController()
    const end = () => ended.abort()
    const timer = setTimeout(end, bodyMs)
    signal?.addEventListener('abort', end)
    try {
      if (signal?.aborted) return null
      const headers = { ...init.headers, [accountHeader]: this.parts.as }
      const mine = { headers, credentials: 'same-origin', cache: 'no-store', signal: ended.signal } as const
      const response = await this.send(path, { ...init, ...mine })
      const offset = Number(response.headers.get('upload-offset') ?? Number.NaN)
      return { status: response.status, isOk: response.ok, offset, body: parsed(await response.text()) }
    } catch {
      return null
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
    }
  }
}

/** What the server said; `offset` is NaN where it did not say. */
type Told = { status: number; isOk: boolean; offset: number; body: unknown }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Standing = { offset: number } | UploadOutcome

const urlOf = ({ path, facts }: UploadAsk): string => `${path}/${facts.id}`

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
