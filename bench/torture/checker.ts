import type { Entry } from '../../protocol/entry.ts'
import type { ClientId, MemberNo, Seq } from '../../protocol/ids.ts'
import type { Answer } from '../../protocol/server-message.ts'

/**
 * Compares what people sent with what people see. Knows nothing of sockets, storage or times: it gets the senders' own lists and transcripts, and answers
 * with what is wrong, in words; an empty answer means that nothing is.
 */

/** A sender's own list of one room, in the order of composing. */
export type SenderList = {
  by: MemberNo
  written: readonly { id: ClientId; text: string; answers: readonly Answer[] }[]
}

/** What a room's members should all see: the text and its author for each seq that a sender was told. */
export type Expected = { told: ReadonlyMap<Seq, { by: MemberNo; text: string }>; faults: string[] }

const mostFaults = 5

/** What the senders were told. Faults are a message without an answer, one told two numbers, two under one number, and another order than that of composing. */
export function expectedFrom(lists: readonly SenderList[]): Expected {
  const told = new Map<Seq, { by: MemberNo; text: string }>()
  const faults: string[] = []
  for (const { by, written } of lists) {
    let before = 0
    for (const { id, text, answers } of written) {
      const seqs = new Set(
        answers.flatMap((answer) => ('seq' in answer && answer.seq !== undefined ? [answer.seq] : [])),
      )
      const [seq] = seqs
      if (seq === undefined) faults.push(`member ${by}: ${id} was never acknowledged`)
      if (seqs.size > 1) faults.push(`member ${by}: ${id} was renumbered, told ${[...seqs].join(' and ')}`)
      if (seq === undefined) continue
      const other = told.get(seq)
      if (other) faults.push(`seq ${seq} was told to member ${other.by} and to member ${by}`)
      if (seq <= before) faults.push(`member ${by}: composed after ${before} and numbered ${seq}`)
      before = Math.max(before, seq)
      told.set(seq, { by, text })
    }
  }
  return { told, faults }
}

/** How a transcript differs from what was acknowledged. An empty one, or one where nothing was expected, is a fault: it would prove nothing. */
export function checkTranscript(whose: string, entries: ReadonlyMap<Seq, Entry>, { told }: Expected): string[] {
  const faults: string[] = []
  const fault = (text: string) => faults.push(`${whose}: ${text}`)
  if (told.size === 0) fault('nothing was acknowledged')
  if (entries.size === 0) fault('the transcript is empty')
  const head = Math.max(0, ...entries.keys())
  const seqOf = new Map<string, Seq>()
  for (let seq = 1; seq <= head; seq += 1) {
    const entry = entries.get(seq)
    if (!entry) fault(`seq ${seq} is missing below ${head}`)
    if (entry && entry.seq !== seq) fault(`seq ${entry.seq} stands in the place of ${seq}`)
    if (entry?.kind !== 'message') continue
    const wanted = told.get(seq)
    if (!wanted) fault(`seq ${seq} is nobody’s: “${entry.text}”`)
    else if (entry.text !== wanted.text || entry.by !== wanted.by)
      fault(`seq ${seq} is “${entry.text}”, not “${wanted.text}”`)
    const earlier = seqOf.get(`${entry.by} ${entry.text}`)
    if (earlier !== undefined) fault(`“${entry.text}” stands twice, as ${earlier} and ${seq}`)
    seqOf.set(`${entry.by} ${entry.text}`, seq)
  }
  for (const [seq, { text }] of told) if (entries.get(seq)?.kind !== 'message') fault(`seq ${seq} is lost: “${text}”`)
  return shortened(faults)
}

/** What a member should see in the room list: everything of others after what this member has read. */
export function expectedUnread(entries: ReadonlyMap<Seq, Entry>, member: { no: MemberNo; read: Seq }): number {
  let unread = 0
  for (const { seq, kind, by } of entries.values()) {
    if ((kind === 'message' || kind === 'correction') && seq > member.read && by !== member.no) unread += 1
  }
  return unread
}

/** Where a pointer stands that was moved to `read`: carried on over own entries that follow without a hole. */
export function expectedPointer(entries: ReadonlyMap<Seq, Entry>, member: { no: MemberNo; read: Seq }): Seq {
  let pointer = Math.max(1, member.read)
  while (entries.get(pointer + 1)?.by === member.no) pointer += 1
  return pointer
}

/** How many have read an entry, when everyone joined before it and nobody has left. */
export function expectedReads(entry: Entry, pointers: ReadonlyMap<MemberNo, Seq>): number {
  if (entry.kind !== 'message' && entry.kind !== 'correction') return 0
  let readers = 0
  for (const [no, pointer] of pointers) if (no !== entry.by && pointer >= entry.seq) readers += 1
  return readers
}

/** The first few faults, and how many more there are. */
export const shortened = (faults: readonly string[]): string[] =>
  faults.length <= mostFaults
    ? [...faults]
    : [...faults.slice(0, mostFaults), `… and ${faults.length - mostFaults} more`]
