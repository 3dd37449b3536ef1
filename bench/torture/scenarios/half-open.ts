import type { Id } from '../../../protocol/ids.ts'
import { timing } from '../../../web/transport/connection.ts'
import { expectedUnread, shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Direction } from '../link.ts'
import type { Phone } from '../phone.ts'
import { Faults, type Finding, ms, type Rack } from '../scenario.ts'

/** What the client's own timers promise after the last frame, and what a busy machine makes of two timers. */
const detectWithinMs = timing.pingMs + timing.pongMs
const slackMs = 2_000

const ways: { name: string; swallows: Direction[] }[] = [
  { name: 'from the town', swallows: ['down'] },
  { name: 'to the town', swallows: ['up'] },
  { name: 'both ways', swallows: ['up', 'down'] },
]

/** connections that stand and carry nothing, one way or both. The phones find out, come back, catch up, and their room lists are right. */
export async function halfOpen(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const each = rack.isShort ? 1 : 5
  const victims = ways.flatMap((way) => Array.from({ length: each }, () => way))
  const rooms = victims.map((_, i) => [i, victims.length])
  const minted = await town.mint({ people: victims.length + 1, devicesEach: 1, rooms })
  const phones = await phonesOf(minted, town.port, rack.random)
  const faults = new Faults()
  try {
    const talker = phones.at(-1) as Phone
    const found = await Promise.all(
      victims.map((way, i) => oneHalfOpen(phones[i] as Phone, talker, minted.roomIds[i] as Id, way, faults)),
    )
    const figures = ways.map(({ name }) => {
      const own = found.filter((_, i) => victims[i]?.name === name)
      const worst = ms(Math.max(...own.map(({ detectMs }) => detectMs)))
      const back = ms(Math.max(...own.map(({ backMs }) => backMs)))
      return {
        what: `nothing comes through ${name}: noticed after the last frame / caught up, with a right room list, worst of ${each}`,
        value: `${worst} / ${back}`,
        bar: `noticed ≤ ${detectWithinMs / 1000} s by the client’s timers, and ${slackMs / 1000} s for the machine’s`,
      }
    })
    return [{ id: 'R-05', title: 'half-open connections', figures, faults: shortened(faults.list) }]
  } finally {
    await putAway(phones)
  }
}

async function oneHalfOpen(
  victim: Phone,
  talker: Phone,
  roomId: Id,
  way: { name: string; swallows: Direction[] },
  faults: Faults,
): Promise<{ detectMs: number; backMs: number }> {
  victim.lobby.enter()
  await enterAll([victim, talker], roomId)
  const { lobby } = victim
  await lobby.until.holds('the lobby is open', () => lobby.held.rooms.has(roomId), 30_000)
  const room = victim.room(roomId)
  const at = performance.now()
  for (const link of victim.line.links) for (const direction of way.swallows) link.swallow(direction)
  const mine = victim.room(roomId)
  const lost = [mine.post('途中で切れた報告')]
  const others = Array.from({ length: 5 }, (_, n) => talker.room(roomId).post(`${n} 番目の連絡`))
  const wasOpen = room.connection
  const isNoticed = () =>
    room.connection?.state !== 'open' || (wasOpen?.state === 'open' && room.connection.socket !== wasOpen.socket)
  await room.until.holds(`half-open ${way.name}: noticed`, isNoticed, 2 * detectWithinMs)
  const detectMs = performance.now() - room.heardAt
  faults.check(detectMs <= detectWithinMs + slackMs, `half-open ${way.name}: noticed only after ${ms(detectMs)}`)
  const isTold = () => [...lost, ...others].every(({ answeredAt }) => answeredAt !== null) && room.missing() === null
  const all = () => isTold() && room.held.timeline.head === 1 + lost.length + others.length
  await room.until.holds(`half-open ${way.name}: caught up`, all, 30_000)
  faults.check(room.missing() === null, `half-open ${way.name}: a hole at ${room.missing()}`)
  const unread = () => expectedUnread(room.held.timeline.entries, { no: room.held.me, read: 1 })
  const isRight = () => lobby.held.rooms.get(roomId)?.unread === unread() && lobby.held.rooms.get(roomId)?.head === 7
  await lobby.until.holds(`half-open ${way.name}: ${unread()} unread in the room list`, isRight, 30_000)
  return { detectMs, backMs: performance.now() - at }
}
