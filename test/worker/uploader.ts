import type { UploadFacts } from '../../protocol/file.ts'
import type { Bindings } from '../../worker/env.ts'
import { clientId } from '../support/builders.ts'
import { bytesOf } from '../support/file-bodies.ts'
import { Browser, bindings } from './browser.ts'
import { password, type SmallTown } from './small-town.ts'

export async function signedIn(town: SmallTown, i = 0): Promise<Browser> {
  const browser = new Browser()
  await browser.signIn(town.people[i]?.loginId ?? '', password)
  return browser
}

const base64 = (text: string) => btoa(String.fromCharCode(...bytesOf(text)))

export const metadata = (facts: Record<string, string>): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',')

export const tus = { 'tus-resumable': '1.0.0' }

/** A person who uploads into a room as a tus client does. */
export function uploader(browser: Browser, roomId: string, env: Bindings = bindings()) {
  const room = `/api/rooms/${roomId}`
  const create = ({ size, ...facts }: Partial<UploadFacts>, more: Record<string, string> = {}) =>
    browser.ask(`${room}/uploads`, {
      method: 'POST',
      headers: {
        ...tus,
        'upload-length': `${size}`,
        'upload-metadata': metadata({ kind: 'photo', name: '現場.jpg', ...facts }),
        ...more,
      },
      env,
    })
  const head = (id: string) => browser.ask(`${room}/uploads/${id}`, { method: 'HEAD', headers: tus, env })
  const patch = (id: string, offset: number, body: Uint8Array | ReadableStream, more: Record<string, string> = {}) =>
    browser.ask(`${room}/uploads/${id}`, {
      method: 'PATCH',
      body,
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': `${offset}`, ...more },
      env,
    })
  const end = (id: string) => browser.ask(`${room}/uploads/${id}`, { method: 'DELETE', headers: tus, env })
  const read = (id: string, headers: Record<string, string> = {}) =>
    browser.ask(`${room}/files/${id}`, { headers, env })
  const page = () => browser.ask(`${room}/entries?before=99`, { env })
  const command = (body: object) => browser.ask(`${room}/commands`, { method: 'POST', body, env })
  /** The whole of it, in bodies of at most 256 KB; the last answer. */
  async function upload(id: string, bytes: Uint8Array, facts: Partial<UploadFacts> = {}): Promise<Response> {
    let answer = await create({ id, size: bytes.length, ...facts })
    for (let at = 0; at < bytes.length && answer.ok; at += bodyBytes)
      answer = await patch(id, at, bytes.subarray(at, at + bodyBytes))
    return answer
  }
  const post = (n: number, ids: string[], text = '') =>
    command({ t: 'post', id: clientId(n), text, files: ids.map((id) => ({ id })) })
  return { create, head, patch, end, read, page, command, upload, post }
}

const bodyBytes = 256 * 1024

export const bytesIn = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer())

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
