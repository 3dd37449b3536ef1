import type { Id, MemberNo, Seq } from '../../protocol/ids.ts'
import { expectedPointer, expectedReads, expectedUnread, shortened } from './checker.ts'
import type { Phone } from './phone.ts'
import type { RoomOnPhone } from './room-on-phone.ts'

const patienceMs = 90_000
/** Read counts of the newest entries are told to everyone within 10 s of the last move. */
const countsWithinMs = 30_000

/**
 * Everyone reads to somewhere in every room and the town dies amid it; the phones come back by themselves. Then each pointer, unread count and lobby
 * line is what the transcript says, and so are the read counts of the rooms on screen.
 */
export async function settleAndCheck(
  phones: readonly Phone[],
  roomIds: readonly Id[],
  kill: () => Promise<void>,
): Promise<string[]> {
  const read = new Map(phones.map((phone) => [phone, phone.random.pick(roomIds)]))
  await Promise.all(phones.map((phone) => openOnScreen(phone.room(read.get(phone) as Id))))
  for (const phone of phones) {
    for (const roomId of roomIds) {
      const room = phone.room(roomId)
      const { head } = room.held.timeline
      room.enter()
      room.markRead(phone.random.below(2) === 0 ? head : 1 + phone.random.below(head))
      if (roomId !== read.get(phone)) room.leave()
    }
  }
  await kill()
  const faults: string[] = []
  const waitFor = async (room: RoomOnPhone, what: string, holds: () => boolean, ms: number) => {
    await room.until.holds(what, holds, ms).catch((error: Error) => faults.push(error.message))
  }
  await Promise.all(
    phones.flatMap((phone) =>
      roomIds.map((roomId) => {
        const room = phone.room(roomId)
        const isSaid = () => room.pointer.known >= room.pointer.wanted
        return waitFor(room, `${phone.person.name}: the pointer is known`, isSaid, patienceMs)
      }),
    ),
  )
  await Promise.all(phones.map((phone) => checkLobby(phone, roomIds, faults)))
  const pointers = new Map(roomIds.map((roomId) => [roomId, pointersIn(phones, roomId)]))
  await Promise.all(
    phones.map((phone) => {
      const room = phone.room(read.get(phone) as Id)
      const isRight = () => countsWrong(room, pointers.get(room.roomId) as Map<MemberNo, Seq>) === null
      const told = () => `${phone.person.name}: ${countsWrong(room, pointers.get(room.roomId) as Map<MemberNo, Seq>)}`
      return room.until.holds('', isRight, countsWithinMs).catch(() => faults.push(told()))
    }),
  )
  for (const phone of phones) faults.push(...pointerFaults(phone, roomIds))
  return shortened(faults)
}

async function openOnScreen(room: RoomOnPhone): Promise<void> {
  room.enter()
  await room.until.holds('the room on screen is open', () => room.isConnected && room.isCaughtUp, patienceMs)
}

/** How far somebody said to have read, and where the pointer stands therefore. */
const pointersIn = (phones: readonly Phone[], roomId: Id): Map<MemberNo, Seq> =>
  new Map(
    phones.map((phone) => {
      const { held, pointer } = phone.room(roomId)
      return [held.me, expectedPointer(held.timeline.entries, { no: held.me, read: pointer.wanted })]
    }),
  )

function pointerFaults(phone: Phone, roomIds: readonly Id[]): string[] {
  return roomIds.flatMap((roomId) => {
    const { held, pointer } = phone.room(roomId)
    const expected = expectedPointer(held.timeline.entries, { no: held.me, read: pointer.wanted })
    const known = pointer.known
    return known === expected || known === pointer.wanted
      ? []
      : [`${phone.person.name}: the pointer stands at ${known}, not ${expected}`]
  })
}

async function checkLobby(phone: Phone, roomIds: readonly Id[], faults: string[]): Promise<void> {
  const wrong = (): string | null => {
    for (const roomId of roomIds) {
      const { held, pointer } = phone.room(roomId)
      const { entries, head } = held.timeline
      const unread = expectedUnread(entries, { no: held.me, read: pointer.wanted })
      const line = phone.lobby.held.rooms.get(roomId)
      if (!line) return 'a room is not in the lobby'
      if (line.head !== head) return `the lobby has head ${line.head}, not ${head}`
      if (line.last?.seq !== head) return `the lobby's last line is ${line.last?.seq}, not ${head}`
      if (line.unread !== unread) return `the lobby has ${line.unread} unread, not ${unread}`
    }
    return null
  }
  await phone.lobby.until
    .holds('', () => wrong() === null, patienceMs)
    .catch(() => faults.push(`${phone.person.name}: ${wrong()}`))
}

/** The first wrong read count among the newest entries, or null. */
function countsWrong(room: RoomOnPhone, pointers: ReadonlyMap<MemberNo, Seq>): string | null {
  const { timeline, reads } = room.held
  for (let seq = Math.max(1, timeline.head - 90); seq <= timeline.head; seq += 1) {
    const entry = timeline.entries.get(seq)
    const expected = entry ? expectedReads(entry, pointers) : -1
    if (reads.get(seq) !== expected) return `seq ${seq} shows ${reads.get(seq)} read, not ${expected}`
  }
  return null
}
