import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { type Crowd, newKey } from './crowd.ts'
import { quantile } from './pairs.ts'
import { cpuMsOf, ownCpuMs } from './process-figures.ts'

/** What one short phase of talk cost. */
export type Phase = {
  messages: number
  /** One for each message and member. */
  deliveries: number
  frames: number
  deliveriesPerSecond: number
  /** Server CPU. */
  cpuUsPerDelivery: number
  /** From sending to the last member's frame. */
  lastP50Ms: number
  lastP99Ms: number
  /** The load's own share of a core; above 0.88 the rate is the load's and not the server's. */
  loadShare: number
}

export type PhaseWish = {
  pid: number
  forMs: number
  /** Sockets that write, each with one message on its way. */
  writers: number
  /** Between two messages of a writer; at once where it is left out. */
  everyMs?: number
  /** Frames are compressed and only counted: for one writer alone. */
  isBlind?: boolean
}

/** Lets writers write for a time; each writes again when its own message came back, or, alone, when the last member had it. */
export async function talk(
  crowd: Crowd,
  { pid, forMs, writers, everyMs = 0, isBlind = false }: PhaseWish,
): Promise<Phase> {
  const members = crowd.sockets.length
  const underway = new Map<number, { sentAt: number; writer: number; missing: number }>()
  const lastMs: number[] = []
  let frames = 0
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const startedAt = performance.now()
  let endedAt = startedAt
  const isOver = () => performance.now() - startedAt >= forMs
  const say = (writer: number) => {
    const key = newKey()
    underway.set(key, { sentAt: performance.now(), writer, missing: members })
    crowd.say(writer, key)
  }
  const sayAgain = (writer: number) => {
    if (isOver()) return
    if (everyMs === 0) say(writer)
    else void pause(everyMs).then(() => !isOver() && say(writer))
  }
  const hear = (i: number, key: number) => {
    const message = underway.get(key)
    if (!message) return
    message.missing -= 1
    if (message.missing === 0) {
      underway.delete(key)
      endedAt = performance.now()
      lastMs.push(endedAt - message.sentAt)
      if (writers === 1) sayAgain(message.writer)
      if (underway.size === 0 && isOver()) end()
    }
    if (writers > 1 && message.writer === i) sayAgain(i)
  }
  crowd.sockets.forEach((socket, i) => {
    socket.onFrame = (payload) => {
      frames += 1
      if (isBlind) for (const key of underway.keys()) return hear(i, key)
      else for (const key of crowd.keysIn(payload)) hear(i, key)
    }
  })
  const [cpuBefore, ownBefore] = [cpuMsOf(pid), ownCpuMs()]
  for (let writer = 0; writer < writers; writer += 1) say(writer)
  const watch = setInterval(() => underway.size === 0 && isOver() && end(), 20)
  await ended
  clearInterval(watch)
  const wallMs = endedAt - startedAt
  const deliveries = lastMs.length * members
  return {
    messages: lastMs.length,
    deliveries,
    frames,
    deliveriesPerSecond: (deliveries / wallMs) * 1000,
    cpuUsPerDelivery: ((cpuMsOf(pid) - cpuBefore) * 1000) / deliveries,
    lastP50Ms: quantile(lastMs, 0.5),
    lastP99Ms: quantile(lastMs, 0.99),
    loadShare: (ownCpuMs() - ownBefore) / wallMs,
  }
}
