import { afterEach, describe, expect, test, vi } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { chunksOf } from '../../worker/files/body-chunks.ts'
import { clientId } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { codeIn } from './browser.ts'
import { aTown } from './small-town.ts'
import { signedIn, uploader } from './uploader.ts'

/** Gives these bytes, and then nothing for ever. */
const stalling = (bytes: Uint8Array) => {
  let isGiven = false
  return new ReadableStream<Uint8Array>({
    pull(controller): Promise<void> | void {
      if (isGiven) return new Promise<void>(() => {})
      isGiven = true
      controller.enqueue(bytes)
    },
  })
}

/** Time that passes as fast as it is waited for, until this is answered; how much that was. */
async function answeredAfter(answer: Promise<Response>): Promise<{ response: Response; passedMs: number }> {
  let response: Response | undefined
  void answer.then((one) => {
    response = one
  })
  let passedMs = 0
  while (!response) {
    await vi.advanceTimersByTimeAsync(1_000)
    passedMs += 1_000
  }
  return { response, passedMs }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('bodies without haste', () => {
  test('[FI28] a body that pauses too long has ended with what came', async () => {
    const chunks: number[] = []
    for await (const chunk of chunksOf(stalling(aPhoto(100)), { pauseMs: 5, wholeMs: 60_000 }))
      chunks.push(chunk.length)
    expect(chunks).toEqual([100])
  })

  test('[FI28] a body that never pauses and never ends has ended when its time is over', async () => {
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) =>
        new Promise((resolve) => {
          setTimeout(() => {
            if (!isCancelled) controller.enqueue(aPhoto(10))
            resolve()
          }, 1)
        }),
      cancel() {
        isCancelled = true
      },
    })
    let length = 0
    for await (const chunk of chunksOf(endless, { pauseMs: 60_000, wholeMs: 40 })) length += chunk.length
    expect(length).toBeGreaterThan(0)
    expect(isCancelled).toBe(true)
  })

  test('[FI28] an upload whose body pauses keeps what came, and goes on from there', async () => {
    const town = await aTown()
    const room = uploader(await signedIn(town), town.roomId)
    const [id, photo] = [clientId(1, 7), aPhoto(100_000)]
    await room.create({ id, size: photo.length })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { response, passedMs } = await answeredAfter(room.patch(id, 0, stalling(photo.subarray(0, 50_000))))
    vi.useRealTimers()
    expect(passedMs).toBeGreaterThanOrEqual(limits.bodyPauseMs)
    expect([response.status, response.headers.get('upload-offset')]).toEqual([204, '50000'])
    expect((await room.patch(id, 50_000, photo.subarray(50_000))).headers.get('upload-offset')).toBe('100000')
  })

  test('[FI28] JSON that does not come in time is refused', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const asked = browser.ask(`/api/rooms/${town.roomId}/commands`, { method: 'POST', body: stalling(aPhoto(10)) })
    const { response, passedMs } = await answeredAfter(asked)
    vi.useRealTimers()
    expect(passedMs).toBeGreaterThanOrEqual(limits.bodyPauseMs)
    expect([response.status, await codeIn(response)]).toEqual([408, 'too_slow'])
  })
})

describe('bodies without end', () => {
  test('[FI28] of an upload no more is read than it is long, of JSON no more than it may be', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    const room = uploader(browser, town.roomId)
    const endless = () => {
      const seen = { bytes: 0 }
      const piece = aPhoto(16_384)
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          seen.bytes += piece.length
          controller.enqueue(piece.slice())
        },
      })
      return { seen, body }
    }
    const id = clientId(1, 7)
    await room.create({ id, size: 200_000 })
    const upload = endless()
    const refused = await room.patch(id, 0, upload.body)
    expect([refused.status, await codeIn(refused)]).toEqual([413, 'upload_too_large'])
    expect(upload.seen.bytes).toBeLessThan(400_000)
    const kept = Number((await room.head(id)).headers.get('upload-offset'))
    expect(kept).toBeGreaterThan(150_000)
    expect(kept).toBeLessThanOrEqual(200_000)
    const json = endless()
    const told = await browser.ask(`/api/rooms/${town.roomId}/commands`, { method: 'POST', body: json.body })
    expect([told.status, await codeIn(told)]).toEqual([413, 'too_large'])
    expect(json.seen.bytes).toBeLessThan(4 * limits.maxBodyBytes)
  })
})
