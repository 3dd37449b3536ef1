import type { Id } from '../../../protocol/ids.ts'
import { badgeOf } from '../../../web/store/list/lobby-view.ts'
import { checkTranscript, expectedFrom, expectedUnread, shortened } from '../checker.ts'
import { phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { Faults, type Finding, ms, type Rack } from '../scenario.ts'

const rooms = 10
const talkers = 10
/** As many as a member may say in ten seconds. */
const each = 20
const missed = talkers * each
const caughtUpWithinMs = 3_000

/** a phone that was away with its access token over, while 2,000 messages came in ten rooms; then it opens one room after another. */
export async function dayAway(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const everyone = Array.from({ length: talkers + 1 }, (_, i) => i)
  const minted = await town.mint({
    people: everyone.length,
    devicesEach: 1,
    rooms: Array.from({ length: rooms }, () => everyone),
  })
  const phones = await phonesOf(minted, town.port, rack.random)
  const faults = new Faults()
  try {
    const [away, ...others] = phones as [Phone, ...Phone[]]
    for (const roomId of minted.roomIds) await visit(away, roomId, 1)
    away.line.isDown = true
    away.line.cutAll()
    await Promise.all(others.flatMap((phone) => minted.roomIds.map((roomId) => say(phone, roomId))))
    away.forgetAccess()
    away.asked.length = 0
    away.line.isDown = false
    const at = performance.now()
    away.lobby.enter()
    for (const roomId of minted.roomIds) await visit(away, roomId, 1 + missed)
    const tookMs = performance.now() - at
    faults.check(tookMs <= caughtUpWithinMs, `caught up after ${ms(tookMs)}`)
    const asked = minted.roomIds.map((roomId) => away.asked.filter((path) => path.includes(roomId)).length)
    faults.check(Math.max(...asked) === 1 && Math.min(...asked) === 1, `requests for each room: ${asked.join(', ')}`)
    for (const roomId of minted.roomIds) checkRoom(away, others, roomId, faults)
    const isRight = () => badgeOf(away.lobby.held).unread === rooms * missed
    await away.lobby.until
      .holds('', isRight, 10_000)
      .catch(() => faults.list.push(`the badge shows ${badgeOf(away.lobby.held).unread} unread, not ${rooms * missed}`))
    const figures = [
      {
        what: `${rooms * missed} missed messages in ${rooms} rooms, opened one after another, the session renewed`,
        value: ms(tookMs),
        bar: `≤ ${caughtUpWithinMs / 1000} s`,
      },
      { what: 'requests for each room', value: `${Math.max(...asked)}`, bar: '≤ 1' },
      {
        what: 'badge of the organization',
        value: `${badgeOf(away.lobby.held).unread} unread`,
        bar: `${rooms * missed}`,
      },
    ]
    return [{ id: 'R-06', title: 'a day away', figures, faults: shortened(faults.list) }]
  } finally {
    await putAway(phones)
  }
}

async function visit(phone: Phone, roomId: Id, head: number): Promise<void> {
  const room = phone.room(roomId)
  room.enter()
  await room.until.holds(`head ${head}`, () => room.isCaughtUp && room.held.timeline.head >= head, 20_000)
  room.leave()
}

async function say(phone: Phone, roomId: Id): Promise<void> {
  const room = phone.room(roomId)
  room.enter()
  for (let n = 0; n < each; n += 1) room.post(`${phone.person.name} の留守中の連絡 ${n}`)
  await room.until.holds('all is answered', () => room.written.every(({ answeredAt }) => answeredAt !== null), 60_000)
  room.leave()
}

function checkRoom(away: Phone, others: readonly Phone[], roomId: Id, faults: Faults): void {
  const { held } = away.room(roomId)
  const expected = expectedFrom(
    others.map((phone) => ({ by: phone.room(roomId).held.me, written: phone.room(roomId).written })),
  )
  faults.list.push(...expected.faults)
  faults.list.push(...checkTranscript('the phone that was away', held.timeline.entries, expected))
  const unread = expectedUnread(held.timeline.entries, { no: held.me, read: 1 })
  faults.check(held.unread === unread && unread === missed, `the room told ${held.unread} unread, not ${missed}`)
  // The unread line stands before the first that was missed.
  faults.check(held.pointer === 1, `the pointer stands at ${held.pointer}, not before what was missed`)
}
