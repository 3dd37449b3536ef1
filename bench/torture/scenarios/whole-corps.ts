import type { Id } from '../../../protocol/ids.ts'
import { checkTranscript, expectedFrom, shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { Faults, type Finding, ms, percentile, type Rack } from '../scenario.ts'
import { pause } from '../waiting.ts'

const members = 580
/** Who go on talking while the others come back. */
const steady = 10
const talkEveryMs = 600
const resyncWithinMs = 30_000
const ackWithinMs = 2_000
const deliverWithinMs = 1_000

/** everyone of the corps in one room, on a phone each. */
export async function wholeCorps(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const everyone = Array.from({ length: members + steady }, (_, i) => i)
  const minted = await town.mint({ people: everyone.length, devicesEach: 1, rooms: [everyone] })
  const roomId = minted.roomIds[0] as Id
  const phones = await phonesOf(minted, town.port, rack.random)
  rack.note(`${phones.length} sessions minted`)
  try {
    const startedAt = performance.now()
    await enterAll(phones, roomId)
    rack.note(`${phones.length} sockets open after ${ms(performance.now() - startedAt)}`)
    const storm = await reconnectStorm(phones, roomId)
    return [storm, await fanOut(rack, phones, roomId)]
  } finally {
    await putAway(phones)
  }
}

async function reconnectStorm(phones: readonly Phone[], roomId: Id): Promise<Finding> {
  const faults = new Faults()
  const [dropped, talking] = [phones.slice(0, members), phones.slice(members)]
  let isOver = false
  const talk = talking.map(async (phone) => {
    for (let n = 0; !isOver; n += 1) {
      phone.room(roomId).post(`${phone.person.name} から ${n}`)
      await pause(talkEveryMs)
    }
  })
  // Some were about to say something when the line went.
  const caught = dropped.filter((_, i) => i % 29 === 0)
  const at = performance.now()
  for (const phone of dropped) phone.line.cutAll()
  for (const phone of caught) phone.room(roomId).post(`${phone.person.name}、切れる直前の報告`)
  const back: number[] = []
  await Promise.all(
    dropped.map(async (phone) => {
      const room = phone.room(roomId)
      const isAway = () => room.connection?.state !== 'open'
      await room.until
        .holds('the drop is noticed', isAway, resyncWithinMs)
        .catch((error) => faults.list.push(error.message))
      const isBack = () => room.connection?.state === 'open' && room.isCaughtUp
      await room.until.holds('back', isBack, resyncWithinMs).catch((error) => faults.list.push(error.message))
      back.push(performance.now() - at)
    }),
  )
  isOver = true
  await Promise.all(talk)
  const all = [...talking, ...caught]
  await Promise.all(all.map((phone) => allTold(phone, roomId)))
  const times = talking.flatMap((phone) => answerTimes(phone, roomId))
  const slowest = Math.max(...back)
  const p99 = percentile(times, 0.99)
  faults.check(slowest <= resyncWithinMs, `the last was back after ${ms(slowest)}`)
  faults.check(p99 <= ackWithinMs, `p99 of the answers was ${ms(p99)}`)
  const hurt = phones.filter((phone) => phone.room(roomId).outbox.items.some(({ status }) => status === 'failed'))
  faults.check(hurt.length === 0, `${hurt.length} phones show a failed message`)
  await sameTranscript(phones, roomId, faults)
  return {
    id: 'R-10',
    title: `${members} phones dropped at once`,
    figures: [
      { what: 'all open and caught up again', value: ms(slowest), bar: `≤ ${resyncWithinMs / 1000} s` },
      { what: 'half of them', value: ms(percentile(back, 0.5)) },
      {
        what: `answers to ${times.length} messages of ${steady} others meanwhile, p50 / p99`,
        value: `${ms(percentile(times, 0.5))} / ${ms(p99)}`,
        bar: `p99 ≤ ${ackWithinMs / 1000} s`,
      },
    ],
    faults: shortened(faults.list),
  }
}

async function fanOut(rack: Rack, phones: readonly Phone[], roomId: Id): Promise<Finding> {
  const faults = new Faults()
  const [speaker, ...others] = [...phones].reverse() as [Phone, ...Phone[]]
  const receivers = others.filter((phone) => phone.room(roomId).connection?.state === 'open').slice(-members)
  faults.check(receivers.length === members, `only ${receivers.length} sockets are open`)
  const seconds = rack.isShort ? 10 : 60
  const sentAt = new Map<string, number>()
  const times: number[] = []
  for (const phone of receivers) {
    phone.room(roomId).witness = (message) => {
      for (const entry of (message.t === 'update' && message.entries) || []) {
        const at = entry.kind === 'message' ? sentAt.get(entry.text ?? '') : undefined
        if (at !== undefined) times.push(performance.now() - at)
      }
    }
  }
  const startedAt = performance.now()
  for (let n = 0; n < seconds; n += 1) {
    await pause(Math.max(0, startedAt + n * 1_000 - performance.now()))
    const text = `一斉連絡 ${n}`
    sentAt.set(text, performance.now())
    speaker.room(roomId).post(text)
  }
  await allTold(speaker, roomId)
  await sameTranscript(phones, roomId, faults)
  faults.check(
    times.length === seconds * receivers.length,
    `${times.length} deliveries of ${seconds * receivers.length}`,
  )
  const p95 = percentile(times, 0.95)
  faults.check(p95 <= deliverWithinMs, `p95 of the deliveries was ${ms(p95)}`)
  return {
    id: 'R-11',
    title: `one message a second to ${members} sockets for ${seconds} s`,
    figures: [
      {
        what: `${times.length} deliveries, p50 / p95 / worst`,
        value: `${ms(percentile(times, 0.5))} / ${ms(p95)} / ${ms(Math.max(...times))}`,
        bar: `p95 ≤ ${deliverWithinMs / 1000} s`,
      },
    ],
    faults: shortened(faults.list),
  }
}

const allTold = (phone: Phone, roomId: Id): Promise<void> => {
  const room = phone.room(roomId)
  return room.until.holds('all is answered', () => room.written.every(({ answeredAt }) => answeredAt !== null), 30_000)
}

const answerTimes = (phone: Phone, roomId: Id): number[] =>
  phone
    .room(roomId)
    .written.flatMap(({ composedAt, answeredAt }) => (answeredAt === null ? [] : [answeredAt - composedAt]))

async function sameTranscript(phones: readonly Phone[], roomId: Id, faults: Faults): Promise<void> {
  const expected = expectedFrom(
    phones.map((phone) => ({ by: phone.room(roomId).held.me, written: phone.room(roomId).written })),
  )
  faults.list.push(...expected.faults)
  const head = 1 + expected.told.size
  await Promise.all(
    phones.map(async (phone) => {
      const room = phone.room(roomId)
      const hasAll = () => room.held.timeline.head >= head
      await room.until
        .holds(`${phone.person.name} has all`, hasAll, 30_000)
        .catch((error) => faults.list.push(error.message))
      faults.list.push(...checkTranscript(phone.person.name, room.held.timeline.entries, expected))
    }),
  )
}
