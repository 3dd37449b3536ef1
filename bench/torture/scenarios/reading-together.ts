import { decodeSheet } from '../../../core/read-sheet.ts'
import type { Id, MemberNo, Seq } from '../../../protocol/ids.ts'
import type { Reads, Sheet } from '../../../protocol/server-message.ts'
import { askByHttp } from '../../../web/transport/room-http.ts'
import { shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { Faults, type Finding, type Rack } from '../scenario.ts'
import { pause } from '../waiting.ts'

const readers = 100
/** Counts are told to everyone within 10 s of the last move. */
const toldWithinMs = 20_000

/** What a member said to have read, at its highest, before anything of its leaving. */
type Member = { phone: Phone; read: Seq; isRemoved: boolean }

/**
 * 100 members read at once, in steps and out of order, while messages come; in the middle two are removed, one who had read and one who had not. No count
 * that anybody is told goes down or passes the members; at the end all show what RP4 says, and the sheet names whom RP7 says.
 */
export async function readingTogether(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const messages = rack.isShort ? 12 : 60
  const everyone = Array.from({ length: readers + 1 }, (_, i) => i)
  const minted = await town.mint({ people: everyone.length, devicesEach: 1, rooms: [everyone] })
  const { organizationId } = minted
  const roomId = minted.roomIds[0] as Id
  const phones = await phonesOf(minted, town.port, rack.random)
  const faults = new Faults()
  let told = 0
  try {
    await enterAll(phones, roomId)
    const [author, ...others] = phones as [Phone, ...Phone[]]
    const members: Member[] = others.map((phone) => ({ phone, read: 1, isRemoved: false }))
    for (const phone of phones) watchCounts(phone, roomId, () => (told += 1), faults)
    const room = author.room(roomId)
    const first = await say(author, roomId, '先に読まれる連絡')
    const [hadRead, hadNot] = members as [Member, Member]
    await readOn(hadRead, roomId, first)
    for (let n = 0; n < messages; n += 1) {
      const seq = await say(author, roomId, `${n} 番目の連絡`)
      if (n === Math.floor(messages / 2)) {
        for (const member of [hadRead, hadNot]) member.isRemoved = true
        const rest = minted.people.filter((_, i) => i !== 1 && i !== 2)
        await town.applyMembers({ roomId, organizationId, revision: 2, members: rest })
      }
      for (const member of members.slice(2)) {
        if (member.phone.random.below(3) === 0) void readOn(member, roomId, 1 + member.phone.random.below(seq))
      }
      await pause(20)
    }
    // Everyone to somewhere, all at once.
    const { head } = room.held.timeline
    await Promise.all(members.slice(2).map((member) => readOn(member, roomId, 1 + member.phone.random.below(head))))
    await checkCounts([author, ...others.slice(2)], roomId, members, faults)
    await checkSheet(author, roomId, first, members, faults)
    const figures = [
      {
        what: `counts that ${phones.length} phones were told while ${readers} read ${messages + 1} messages, none of which went down or passed the members`,
        value: `${told}`,
      },
      {
        what: 'all show the same in the end, with two members removed meanwhile',
        value: `${others.length - 1} phones`,
      },
    ]
    faults.check(told > readers, `only ${told} counts were told`)
    return [{ id: 'R-14', title: '100 read at once', figures, faults: shortened(faults.list) }]
  } finally {
    await putAway(phones)
  }
}

async function say(author: Phone, roomId: Id, text: string): Promise<Seq> {
  const room = author.room(roomId)
  const written = room.post(text)
  await room.until.holds(`${text} is stored`, () => written.answeredAt !== null, 30_000)
  const answer = written.answers.find((one) => 'seq' in one)
  return (answer && 'seq' in answer && answer.seq) || 0
}

async function readOn(member: Member, roomId: Id, seq: Seq): Promise<void> {
  if (member.isRemoved) return
  member.read = Math.max(member.read, seq)
  const room = member.phone.room(roomId)
  room.markRead(seq)
  await room.until.holds('the pointer is known', () => room.pointer.known >= seq, 30_000)
}

/** Every count that comes down is held against the one before it. */
function watchCounts(phone: Phone, roomId: Id, count: () => void, faults: Faults): void {
  const highest = new Map<Seq, number>()
  phone.room(roomId).witness = (message) => {
    const reads: Reads | undefined = 'reads' in message ? message.reads : undefined
    for (const [i, value] of (reads?.counts ?? []).entries()) {
      const seq = (reads?.from ?? 0) + i
      count()
      const before = highest.get(seq) ?? 0
      faults.check(value >= before, `${phone.person.name}: seq ${seq} went from ${before} down to ${value}`)
      faults.check(value <= readers, `${phone.person.name}: seq ${seq} was read by ${value} of ${readers}`)
      highest.set(seq, Math.max(before, value))
    }
  }
}

async function checkCounts(
  phones: readonly Phone[],
  roomId: Id,
  members: readonly Member[],
  faults: Faults,
): Promise<void> {
  const expected = (seq: Seq) => members.filter(({ read }) => read >= seq).length
  await Promise.all(
    phones.map(async (phone) => {
      const room = phone.room(roomId)
      const wrong = () => {
        for (const [seq, { kind }] of room.held.timeline.entries)
          if (kind === 'message' && room.held.reads.get(seq) !== expected(seq))
            return `seq ${seq} shows ${room.held.reads.get(seq)} of ${expected(seq)}`
        return null
      }
      await room.until
        .holds('', () => wrong() === null, toldWithinMs)
        .catch(() => faults.list.push(`${phone.person.name}: ${wrong()}`))
    }),
  )
}

/** Who left after reading stays counted as having read; who left without is not among those who have not. */
async function checkSheet(
  author: Phone,
  roomId: Id,
  seq: Seq,
  members: readonly Member[],
  faults: Faults,
): Promise<void> {
  const answer = await askByHttp(author.api, roomId, { t: 'sheet', seq })
  const sheet: Sheet | undefined = answer?.t === 'update' ? answer.sheet : undefined
  if (!sheet?.members) return void faults.list.push('the sheet was not answered')
  const { members: named, read } = decodeSheet(sheet, sheet.members)
  const shown = new Map<MemberNo, boolean>(named.map((no, i) => [no, read[i] === true]))
  for (const [i, member] of members.entries()) {
    const no = i + 2 // the author is the first member
    const hasRead = member.read >= seq
    const expected = member.isRemoved && !hasRead ? undefined : hasRead
    faults.check(shown.get(no) === expected, `member ${no} is on the sheet as ${shown.get(no)}, not ${expected}`)
  }
}
