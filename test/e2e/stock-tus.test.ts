import { createHash } from 'node:crypto'
import { type PreviousUpload, Upload, type UploadOptions, type UrlStorage } from 'tus-js-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Line } from '../../bench/torture/link.ts'
import { TcpProxy } from '../../bench/torture/tcp-proxy.ts'
import { clientId } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { bearerOf } from './support/bearer-client.ts'
import { DemoTown } from './support/demo-town.ts'
import { note } from './support/figures.ts'
import { Phone } from './support/phone.ts'

/** tus-js-client as it is published, which knows nothing of this server but where to upload. */

const town = new DemoTown('stock-tus')
const captain = new Phone(() => town.url, 'bundan12')
const room = '第12分団 個別連絡'
const photo = aPhoto(1_000_000)
let base = ''
let authorization = ''

beforeAll(async () => {
  await town.start()
  await captain.signIn(demoPassword)
  base = `/api/rooms/${await captain.room(room)}`
  ;({ authorization } = await bearerOf(town.url, 'bundan12'))
})
afterAll(() => town.kill())

/** What the client itself remembers of uploads, as a browser's storage would. */
class RememberedUploads implements UrlStorage {
  readonly #all = new Map<string, PreviousUpload>()
  findAllUploads = async () => [...this.#all.values()]
  findUploadsByFingerprint = async () => [...this.#all.values()]
  removeUpload = async (key: string) => void this.#all.delete(key)
  addUpload = async (_fingerprint: string, upload: PreviousUpload) => {
    const key = `${this.#all.size}`
    this.#all.set(key, { ...upload, urlStorageKey: key })
    return key
  }
}

const optionsOf = (id: string, more: Partial<UploadOptions> = {}): UploadOptions => ({
  endpoint: `${town.url}${base}/uploads`,
  headers: { authorization },
  metadata: { id, kind: 'photo', name: '現場 写真.jpg' },
  retryDelays: Array.from({ length: 40 }, () => 250),
  ...more,
})

/** Uploads until it is done; `whileSending` hears how far it has come. */
function sent(upload: Upload, whileSending: (bytes: number) => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    upload.options.onSuccess = () => resolve()
    upload.options.onError = reject
    upload.options.onProgress = whileSending
    upload.start()
  })
}

/** How much of an upload the town has, as it says over another line. */
async function keptOf(id: string): Promise<number> {
  const headers = { authorization, 'tus-resumable': '1.0.0' }
  const { headers: told } = await fetch(`${town.url}${base}/uploads/${id}`, { method: 'HEAD', headers })
  return Number(told.get('upload-offset'))
}

/** The photo is sent in a message, and read by another member byte for byte. */
async function expectArrived(n: number, id: string, bytes: Uint8Array): Promise<void> {
  const room = base.split('/').at(-1) ?? ''
  await captain.command(room, { t: 'post', id: clientId(n), text: '', files: [{ id }] })
  const desk = new Phone(() => town.url, 'jimukyoku')
  await desk.signIn(demoPassword)
  const read = await desk.request('GET', `${base}/files/${id}`)
  expect(read.headers.get('content-type')).toBe('image/jpeg')
  const hash = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
  expect(hash(new Uint8Array(await read.arrayBuffer()))).toBe(hash(bytes))
}

test('[FI27] says what of tus it speaks', async () => {
  const answer = await fetch(`${town.url}${base}/uploads`, { method: 'OPTIONS', headers: { authorization } })
  expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([
    204,
    {
      'tus-resumable': '1.0.0',
      'tus-version': '1.0.0',
      'tus-extension': 'creation,termination',
      'tus-max-size': `${25 * 1024 * 1024}`,
    },
  ])
})

test('[FI27] in pieces, stopped in the middle, found again by what the client remembers and gone on with', async () => {
  const id = clientId(1, 7)
  const urlStorage = new RememberedUploads()
  const options = optionsOf(id, { chunkSize: 200_000, urlStorage })
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(Buffer.from(photo), {
      ...options,
      onError: reject,
      onChunkComplete: (_size, accepted) => {
        if (accepted >= 400_000) upload.abort().then(resolve, reject)
      },
    })
    upload.start()
  })
  await town.restart()
  const requests: string[] = []
  const again = new Upload(Buffer.from(photo), {
    ...options,
    onBeforeRequest: (asked) => void requests.push(asked.getMethod()),
  })
  const [previous] = await again.findPreviousUploads()
  expect(previous?.uploadUrl).toMatch(new RegExp(`${base}/uploads/${id}$`))
  again.resumeFromPreviousUpload(previous as PreviousUpload)
  const offsets: number[] = []
  await sent(again, (bytes) => offsets.push(bytes))
  expect(requests.slice(0, 2)).toEqual(['HEAD', 'PATCH'])
  expect(Math.min(...offsets)).toBeGreaterThanOrEqual(400_000)
  await expectArrived(1, id, photo)
})

test('[FI27] in one body, with the server killed while it comes: it goes on by itself from what was kept', async () => {
  const id = clientId(2, 7)
  const large = aPhoto(9_000_000)
  const offsets: number[] = []
  const weather = { line: { up: new Line(3_000_000), down: new Line(3_000_000) } }
  const line = await TcpProxy.listen({ targetPort: () => Number(new URL(town.url).port), weather: () => weather })
  const upload = new Upload(
    Buffer.from(large),
    optionsOf(id, {
      endpoint: `http://127.0.0.1:${line.port}${base}/uploads`,
      onBeforeRequest: (asked) => {
        if (asked.getMethod() === 'PATCH') offsets.push(Number(asked.getHeader('Upload-Offset')))
      },
    }),
  )
  const whole = sent(upload)
  await vi.waitFor(async () => expect(await keptOf(id)).toBeGreaterThan(2_000_000), { timeout: 20_000, interval: 50 })
  await town.restart()
  await whole
  await line.close()
  const [first, ...later] = offsets
  expect(first).toBe(0)
  expect(Math.max(...later)).toBeGreaterThanOrEqual(2_000_000)
  await expectArrived(2, id, large)
})

test('[FI27] a file of the largest size in one body, and what is refused is told as tus says', async () => {
  const id = clientId(3, 7)
  const file = Buffer.alloc(25 * 1024 * 1024, 'x')
  const startedAt = performance.now()
  await sent(new Upload(file, optionsOf(id, { metadata: { id, kind: 'file', name: 'x.bin' } })))
  note({ 'a file of 25 MB in one body (ms)': Math.round(performance.now() - startedAt) })
  const tooLarge = new Upload(Buffer.alloc(11 * 1024 * 1024), optionsOf(clientId(4, 7), { retryDelays: [] }))
  await expect(sent(tooLarge)).rejects.toMatchObject({ message: expect.stringContaining('upload_too_large') })
  // Taken away (tus: termination), as far as no message carries it.
  const gone = new Upload(Buffer.from(photo), optionsOf(clientId(5, 7)))
  await sent(gone)
  await gone.abort(true)
  expect((await captain.request('GET', `${base}/files/${clientId(5, 7)}`)).status).toBe(404)
})
