import type { Id } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'
import { shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { RawSocket } from '../raw-socket.ts'
import { Faults, type Finding, ms, percentile, type Rack } from '../scenario.ts'
import { pause } from '../waiting.ts'

/** S-17: someone floods a room, by the limits that hold in production. The room goes on for the others. */
export async function flooding(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const minted = await town.mint({ people: 3, devicesEach: 1, rooms: [[0, 1, 2]] })
  const roomId = minted.roomIds[0] as Id
  const phones = await phonesOf(minted, town.port, rack.random)
  const [flooder, patient, bystander] = phones as [Phone, Phone, Phone]
  const faults = new Faults()
  let isOver = false
  try {
    await enterAll([patient, bystander], roomId)
    const talking = talkMeanwhile(bystander, roomId, () => isOver)
    const figures = [
      await tooManyMessages(flooder, roomId, faults),
      await outboxWaits(patient, roomId, faults),
      await tooManyFrames(flooder, roomId, faults),
      await tooLarge(flooder, roomId, faults),
      await tooManySockets(flooder, roomId, faults),
    ]
    isOver = true
    await talking
    const times = bystander
      .room(roomId)
      .written.flatMap(({ composedAt, answeredAt }) => (answeredAt === null ? [] : [answeredAt - composedAt]))
    const p95 = percentile(times, 0.95)
    faults.check(times.length > 3 && p95 < 1_000, `another member's answers took ${ms(p95)} meanwhile`)
    faults.check(bystander.room(roomId).connection?.state === 'open', 'another member lost the connection')
    figures.push({ what: `answers to another member meanwhile, p95 of ${times.length}`, value: ms(p95), bar: '< 1 s' })
    return [{ id: 'S-17', title: 'flooding, with the limits of production', figures, faults: shortened(faults.list) }]
  } finally {
    isOver = true
    await putAway(phones)
  }
}

/** Within what a member may write (20 in 10 s), and often enough that one answer in twenty is one of several. */
const talkEveryMs = 550

async function talkMeanwhile(phone: Phone, roomId: Id, isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n += 1) {
    phone.room(roomId).post(`よその人の連絡 ${n}`)
    await pause(talkEveryMs)
  }
}

async function tooManyMessages(flooder: Phone, roomId: Id, faults: Faults) {
  const socket = await RawSocket.room(flooder, roomId)
  const ids = Array.from({ length: limits.maxMessagesPerWindow + 5 }, newClientId)
  for (const [n, id] of ids.entries()) socket.send({ t: 'post', id, text: `洪水 ${n}` })
  const answers = await Promise.all(ids.map((id) => socket.answer(id)))
  const stored = answers.filter((answer) => !('refusal' in answer))
  const slowed = answers.filter(
    (answer) => 'refusal' in answer && answer.refusal === 'slow_down' && (answer.retryAfterMs ?? 0) > 0,
  )
  faults.check(stored.length === limits.maxMessagesPerWindow, `${stored.length} messages were stored at once`)
  faults.check(slowed.length === 5, `${slowed.length} were told to slow down`)
  socket.close()
  return {
    what: 'messages of a member stored in a burst, the others told slow_down',
    value: `${stored.length} and ${slowed.length}`,
    bar: `${limits.maxMessagesPerWindow} in 10 s`,
  }
}

/** Our own outbox does as it is told: it waits for the time that was named, and each message is stored once. */
async function outboxWaits(phone: Phone, roomId: Id, faults: Faults) {
  const room = phone.room(roomId)
  const at = performance.now()
  for (let n = 0; n < limits.maxMessagesPerWindow + 3; n += 1) room.post(`行儀のよい連投 ${n}`)
  await room.until.holds(
    'all is stored after all',
    () => room.written.every(({ answeredAt }) => answeredAt !== null),
    30_000,
  )
  const tookMs = performance.now() - at
  const seqs = room.written.flatMap(({ answers }) => answers.flatMap((answer) => ('seq' in answer ? [answer.seq] : [])))
  const inOrder = seqs.every((seq, i) => i === 0 || (seq ?? 0) > (seqs[i - 1] ?? 0))
  faults.check(
    inOrder && new Set(seqs).size === room.written.length,
    'the outbox stored something twice or out of order',
  )
  faults.check(tookMs > 5_000 && tookMs < 20_000, `the outbox took ${ms(tookMs)}`)
  return {
    what: `an outbox with ${room.written.length} messages has sent them all, once and in order, after`,
    value: ms(tookMs),
    bar: 'about 10 s',
  }
}

async function tooManyFrames(flooder: Phone, roomId: Id, faults: Faults) {
  const socket = await RawSocket.room(flooder, roomId)
  const frames = 2 * limits.maxFramesPerWindow
  for (let n = 0; n < frames; n += 1) socket.send({ t: 'read', seq: 1 })
  const code = await socket.closeCode('the flooding socket closes')
  faults.check(code === 4429, `${frames} frames at once closed the socket with ${code}`)
  return { what: `${frames} frames at once close the socket with`, value: `${code}`, bar: '4429' }
}

async function tooLarge(flooder: Phone, roomId: Id, faults: Faults) {
  const fits = await RawSocket.room(flooder, roomId)
  fits.send(' '.repeat(limits.maxFrameBytes))
  await fits.frame('a frame of 64 KB of nothing is refused', ({ t }) => t === 'refused')
  faults.check(fits.closed === null, 'a frame of exactly 64 KB closed the socket')
  fits.send(' '.repeat(limits.maxFrameBytes + 1))
  const code = await fits.closeCode('the socket closes after 64 KB + 1')
  faults.check(code === 1009, `64 KB + 1 closed the socket with ${code}`)
  return { what: 'a frame of 64 KB + 1 byte closes the socket with', value: `${code}`, bar: '1009' }
}

async function tooManySockets(flooder: Phone, roomId: Id, faults: Faults) {
  const sockets: RawSocket[] = []
  for (let n = 0; n <= limits.maxSocketsPerMember; n += 1) sockets.push(await RawSocket.room(flooder, roomId))
  const code = await (sockets[0] as RawSocket).closeCode('the oldest socket closes')
  const open = sockets.filter(({ closed }) => closed === null).length
  faults.check(code === 4409 && open === limits.maxSocketsPerMember, `the oldest closed with ${code}, ${open} are open`)
  for (const socket of sockets) socket.close()
  return {
    what: `one socket more than ${limits.maxSocketsPerMember}: the oldest closes with`,
    value: `${code}, ${open} stay`,
    bar: '4409',
  }
}
