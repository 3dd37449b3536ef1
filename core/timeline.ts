import type { Entry, Mark, MessageEntry, NoteEntry } from '../protocol/entry.ts'
import type { Rev, Seq } from '../protocol/ids.ts'
import type { Page, Update, Welcome } from '../protocol/server-message.ts'

/**
 * What one client holds of a room: entries in their current state, and marks. Live frames, catch-up and pages fold into it in any
 * order that the transport can produce, and the same frames twice change nothing.
 * The containers are changed in place; an entry that changed is a new object, so that a view can compare by identity.
 */
export type Timeline = {
  entries: Map<Seq, Entry>
  /** By entry; a mark that was taken back has value null and stays until the page is gone. */
  marks: Map<Seq, readonly Mark[]>
  head: Seq
  rev: Rev
}

export const emptyTimeline = (): Timeline => ({ entries: new Map(), marks: new Map(), head: 0, rev: 0 })

/** Takes an entry, and brings what it corrects or retracts up to date. */
export function foldEntry(timeline: Timeline, entry: Entry): void {
  const held = timeline.entries.get(entry.seq)
  if (!held || isNewer(entry, held)) timeline.entries.set(entry.seq, entry)
  timeline.head = Math.max(timeline.head, entry.seq)
  if (entry.kind === 'correction') supersede(timeline, entry.target, entry.seq, (target) => corrected(target, entry))
  if (entry.kind === 'retraction')
    supersede(timeline, entry.target, entry.seq, (target) => retracted(target, entry.seq))
  if (entry.kind === 'message' && entry.supersededBy !== undefined)
    forgetEarlierTexts(timeline, entry.seq, entry.supersededBy)
  if (entry.kind === 'note') supersedeEarlier(timeline, entry)
}

/** Takes a mark unless a later value of it is held. */
export function foldMark(timeline: Timeline, mark: Mark): void {
  timeline.rev = Math.max(timeline.rev, mark.rev)
  const marks = timeline.marks.get(mark.seq) ?? []
  const held = marks.find((other) => other.kind === mark.kind && other.no === mark.no)
  if (held && held.rev >= mark.rev) return
  timeline.marks.set(mark.seq, [...marks.filter((other) => other !== held), mark])
}

/** An entry's own later state wins; entries without states are always the same. */
function isNewer(entry: Entry, held: Entry): boolean {
  if (entry.kind === 'correction' && held.kind === 'correction')
    return entry.text === undefined && held.text !== undefined
  return supersedingSeq(entry) > supersedingSeq(held)
}

const supersedingSeq = (entry: Entry): Seq => ('supersededBy' in entry && entry.supersededBy) || 0

/** Of the entries of a note, the newest supersedes the earlier ones. */
function supersedeEarlier({ entries }: Timeline, { note, seq }: NoteEntry): void {
  for (const held of entries.values())
    if (held.kind === 'note' && held.note === note && held.seq < seq && supersedingSeq(held) < seq)
      entries.set(held.seq, { ...held, supersededBy: seq })
}

function supersede(
  timeline: Timeline,
  target: Seq,
  by: Seq,
  next: (target: MessageEntry) => MessageEntry | null,
): void {
  const held = timeline.entries.get(target)
  if (held?.kind !== 'message' || (held.supersededBy ?? 0) >= by) return
  const changed = next(held)
  if (!changed) return
  timeline.entries.set(target, changed)
  forgetEarlierTexts(timeline, target, by)
}

/** null when the correction came without its text: something later has superseded it, and that will come too. */
function corrected(target: MessageEntry, correction: Extract<Entry, { kind: 'correction' }>): MessageEntry | null {
  if (correction.text === undefined) return null
  const { mentions: _, ...rest } = target
  const mentions = correction.mentions ? { mentions: correction.mentions } : {}
  return { ...rest, text: correction.text, ...mentions, version: correction.version, supersededBy: correction.seq }
}

function retracted({ seq, by, storedAt, sentAt, replyTo }: MessageEntry, supersededBy: Seq): MessageEntry {
  return {
    seq,
    by,
    storedAt,
    ...(sentAt === undefined ? {} : { sentAt }),
    kind: 'message',
    supersededBy,
    retracted: true,
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}

/** Corrections of `target` before `by` lose their text, as they do on the server. */
function forgetEarlierTexts(timeline: Timeline, target: Seq, by: Seq): void {
  for (let seq = target + 1; seq < by; seq += 1) {
    const entry = timeline.entries.get(seq)
    if (entry?.kind !== 'correction' || entry.target !== target || entry.text === undefined) continue
    const { text: _text, mentions: _mentions, ...withoutText } = entry
    timeline.entries.set(seq, withoutText)
  }
}

/** Starts over or goes on with a welcome. After a gap nothing that was held is known to be current, so it is dropped. */
export function foldWelcome(timeline: Timeline, welcome: Welcome): void {
  if (welcome.gap || welcome.head < timeline.head) {
    timeline.entries.clear()
    timeline.marks.clear()
    timeline.head = 0
    timeline.rev = 0
  }
  for (const entry of [...(welcome.around ?? []), ...welcome.entries]) foldEntry(timeline, entry)
  for (const mark of welcome.marks) foldMark(timeline, mark)
  timeline.head = Math.max(timeline.head, welcome.head)
  timeline.rev = Math.max(timeline.rev, welcome.rev)
}

/** False when entries are missing between what is held and this update: ask for a catch-up with the old cursor. Nothing is folded then. */
export function foldUpdate(timeline: Timeline, update: Pick<Update, 'entries' | 'marks'>): boolean {
  const fresh = (update.entries ?? []).filter((entry) => entry.seq > timeline.head)
  if (fresh[0] && fresh[0].seq !== timeline.head + 1) return false
  for (const entry of fresh) foldEntry(timeline, entry)
  for (const mark of update.marks ?? []) foldMark(timeline, mark)
  return true
}

/** Older entries; the head and the rev stay where they are. */
export function foldPage(timeline: Timeline, page: Pick<Page, 'entries' | 'marks'>): void {
  const { head, rev } = timeline
  for (const entry of page.entries) foldEntry(timeline, entry)
  for (const mark of page.marks) foldMark(timeline, mark)
  timeline.head = Math.max(head, timeline.head)
  timeline.rev = rev
}
