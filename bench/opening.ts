import { performance } from 'node:perf_hooks'
import { openMember, openReference, referenceUrl, socketUrl } from './crowd.ts'
import { quantile } from './pairs.ts'
import { cpuMsOf } from './process-figures.ts'
import type { RawSocket } from './raw-socket.ts'
import type { Minted, Town } from './town.ts'

/** What opening a room costs, from the upgrade request to the first frame. */
export type Openings = { p50Ms: number; p95Ms: number; cpuMs: number; bytes: number }

/** Opens and drops a socket again and again, one at a time. */
async function openings(town: Town, times: number, open: (i: number) => Promise<{ socket: RawSocket; bytes: number }>) {
  const ms: number[] = []
  let bytes = 0
  const cpuBefore = cpuMsOf(town.pid)
  for (let i = 0; i < times; i += 1) {
    const startedAt = performance.now()
    const opened = await open(i)
    ms.push(performance.now() - startedAt)
    bytes = opened.bytes
    opened.socket.drop()
  }
  const cpuMs = (cpuMsOf(town.pid) - cpuBefore) / times
  return { p50Ms: quantile(ms, 0.5), p95Ms: quantile(ms, 0.95), cpuMs, bytes }
}

/** The product's room with a hello that says what is held. */
export function openProduct(
  town: Town,
  minted: Minted,
  roomId: string,
  hello: string,
  times: number,
): Promise<Openings> {
  const url = socketUrl(town.url, roomId, `v=1&${hello}`)
  return openings(town, times, async (i) => {
    let bytes = 0
    const token = minted.tokens[i % minted.tokens.length] ?? ''
    const socket = await openMember(url, token, false, (payload) => {
      bytes = payload.length
    })
    return { socket, bytes }
  })
}

export function openL(town: Town, room: string, after: number, times: number): Promise<Openings> {
  const url = referenceUrl(town.url, room, after)
  return openings(town, times, async () => {
    let bytes = 0
    const socket = await openReference(url, false, (payload) => {
      bytes = payload.length
    })
    return { socket, bytes }
  })
}
