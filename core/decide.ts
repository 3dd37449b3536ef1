import type { Command, Correct, Pin, Post, React, Read, Retract } from '../protocol/client-message.ts'
import type { CorrectionEntry, Entry, MessageEntry } from '../protocol/entry.ts'
import type { CarriedFile, NamedFile } from '../protocol/file.ts'
import type { GeoPlace } from '../protocol/geo-place.ts'
import type { EpochMs, MemberNo, Rev, Seq } from '../protocol/ids.ts'
import { assertNever, ok, type Result, refuse } from '../protocol/result.ts'
import { textProblem } from '../protocol/text.ts'
import type { Draft, EntryBody, LoggedEntry, Person } from './change.ts'
import type { LogReader } from './log-reader.ts'
import { historyFloor, presentStay, type RoomState } from './room-state.ts'
import { advance, type Stay } from './stay.ts'

/** What follows from a command: drafts to number and commit, or the answer that was given before. */
export type Decision = { drafts: Draft[] } | { earlier: { seq: Seq } | { rev: Rev } }

type Ask = { state: RoomState; stay: Stay; person: Person; log: LogReader; now: EpochMs }

/**
 * The only place that says yes or no to a member's command. Looks at the state and the log, changes nothing.
 * An absent member is refused with `not_found`, as if the room did not exist.
 */
export function decide(
  state: RoomState,
  no: MemberNo,
  command: Command,
  now: EpochMs,
  log: LogReader,
): Result<Decision> {
  const stay = presentStay(state, no)
  const person = state.people[no - 1]
  if (!stay || !person) return refuse('not_found')
  const ask: Ask = { state, stay, person, log, now }
  switch (command.t) {
    case 'post':
      return once(ask, command, () => post(ask, command))
    case 'correct':
      return once(ask, command, () => correct(ask, command))
    case 'retract':
      return once(ask, command, () => retract(ask, command))
    case 'react':
      return react(ask, command)
    case 'pin':
      return pin(ask, command)
    case 'read':
      return read(ask, command)
    default:
      return assertNever(command)
  }
}

/** Sending twice is sending once: the first answer for the same content, a refusal for other content under the same id. */
function once(ask: Ask, command: Post | Correct | Retract, first: () => Result<Decision>): Result<Decision> {
  const earlier = ask.log.byClientId(ask.person.no, command.id)
  if (!earlier) return first()
  return isSameContent(command, earlier) ? ok({ earlier: { seq: earlier.seq } }) : refuse('client_id_reused')
}

function isSameContent(command: Post | Correct | Retract, { body }: LoggedEntry): boolean {
  if (command.t === 'post') {
    return (
      body.kind === 'message' &&
      body.text === command.text &&
      body.replyTo === command.replyTo &&
      body.actedAt === command.actedAt &&
      body.urgent === command.urgent &&
      isSamePlace(body.place, command.place) &&
      sameNumbers(body.mentions, command.mentions) &&
      idsOf(body.files) === idsOf(command.files)
    )
  }
  // A correction's stored target is the first message, whatever correction of it the client pointed at.
  if (command.t === 'correct')
    return body.kind === 'correction' && body.text === command.text && sameNumbers(body.mentions, command.mentions)
  return body.kind === 'retraction'
}

const idsOf = (files: readonly { id: string }[] = []) => files.map(({ id }) => id).join()
const isSamePlace = (a: GeoPlace | undefined, b: GeoPlace | undefined) =>
  a?.lat === b?.lat && a?.lon === b?.lon && a?.accuracyM === b?.accuracyM && a?.at === b?.at && a?.source === b?.source

const sameNumbers = (a: readonly number[] = [], b: readonly number[] = []) => distinct(a).join() === distinct(b).join()

function post(ask: Ask, command: Post): Result<Decision> {
  if (ask.state.facts.kind === 'announce' && !ask.person.rights.post) return refuse('read_only_room')
  if (command.urgent && !ask.person.rights.urgent) return refuse('not_allowed')
  const problem = postedTextProblem(command) ?? mentionProblem(ask, command.mentions)
  if (problem) return refuse(problem)
  if (command.replyTo !== undefined && !visibleMessage(ask, command.replyTo)) return refuse('no_such_entry')
  const files = carried(ask, command.files)
  if (files === null) return refuse('upload_unknown')
  const { text, replyTo, actedAt, urgent, place } = command
  const body: EntryBody = {
    ...{ kind: 'message', text, ...mentioned(command.mentions), ...given({ replyTo, actedAt }) },
    ...(files.length > 0 && { files }),
    ...(urgent && { urgent }),
    ...(place && { place }),
  }
  return append(ask, command, body)
}

/** A photo says enough by itself. */
const postedTextProblem = ({ text, files }: Post) => (files && text === '' ? null : textProblem(text))

/** What the room knows of the uploads that a message names; null where one of them is not the author's to send, or is named twice. */
function carried(ask: Ask, named: Post['files'] = []): CarriedFile[] | null {
  const files = named.map((one) => carriedFile(ask, one))
  if (!files.every((file) => file !== null)) return null
  const ids = files.flatMap(({ id, thumb }) => (thumb === undefined ? [id] : [id, thumb]))
  return new Set(ids).size < ids.length ? null : files
}

/** Only a photo has a small picture, a size in pixels, and was taken somewhere. Of a copy the room knows all that by itself. */
function carriedFile(ask: Ask, { id, ...facts }: NamedFile): CarriedFile | null {
  const file = ask.log.ownUpload(ask.person.no, id)
  if (!file || file.kind === 'thumb' || file.kind === 'original') return null
  if (file.origin) return file
  if (file.kind === 'file') return Object.keys(facts).length === 0 ? file : null
  const thumb = facts.thumb === undefined ? null : ask.log.ownUpload(ask.person.no, facts.thumb)
  return facts.thumb === undefined || thumb?.kind === 'thumb' ? { ...file, ...facts } : null
}

function correct(ask: Ask, command: Correct): Result<Decision> {
  const target = changeable(ask, command.target)
  if (!target.ok) return target
  const problem = textProblem(command.text) ?? mentionProblem(ask, command.mentions)
  if (problem) return refuse(problem)
  const version = (target.value.version ?? 0) + 1
  return append(ask, command, {
    kind: 'correction',
    target: target.value.seq,
    text: command.text,
    ...mentioned(command.mentions),
    version,
    ...given({ previous: target.value.supersededBy }),
  })
}

function retract(ask: Ask, command: Retract): Result<Decision> {
  const target = changeable(ask, command.target)
  if (!target.ok) return target
  return append(ask, command, {
    kind: 'retraction',
    target: target.value.seq,
    ...given({ previous: target.value.supersededBy }),
  })
}

function react(ask: Ask, command: React): Result<Decision> {
  const target = visibleMessage(ask, command.target)
  if (!target) return refuse('no_such_entry')
  if (target.retracted) return refuse('already_retracted')
  return mark(ask, { type: 'mark', seq: target.seq, kind: 'reaction', no: ask.person.no, value: command.code })
}

function pin(ask: Ask, command: Pin): Result<Decision> {
  const target = visibleMessage(ask, command.target)
  if (!target) return refuse('no_such_entry')
  if (target.retracted && command.pinned) return refuse('already_retracted')
  if (ask.state.facts.kind === 'announce' && !ask.person.rights.moderate) return refuse('not_allowed')
  return mark(ask, {
    type: 'mark',
    seq: target.seq,
    kind: 'pin',
    no: 0,
    value: command.pinned ? 'pinned' : null,
    by: ask.person.no,
  })
}

function read(ask: Ask, command: Read): Result<Decision> {
  const move = pointerMove(ask.state, ask.stay, command.seq, ask.log)
  return ok({ drafts: move ? [{ type: 'pointers', moves: [move] }] : [] })
}

/** The move that a claim comes to, or null when the pointer is already there. */
export function pointerMove(state: RoomState, stay: Stay, claimed: Seq, log: LogReader) {
  const seq = advance(stay.pointer, claimed, state.head)
  return seq === stay.pointer ? null : { no: stay.no, seq, seen: log.countableAt(seq) }
}

/** A mark that is already so is not stored again. */
function mark(ask: Ask, draft: Extract<Draft, { type: 'mark' }>): Result<Decision> {
  const held = ask.log.mark(draft.seq, draft.kind, draft.no)
  if ((held?.value ?? null) === draft.value) return ok({ earlier: { rev: held?.rev ?? ask.state.rev } })
  return ok({ drafts: [draft] })
}

function append(ask: Ask, command: Post | Correct | Retract, body: EntryBody): Result<Decision> {
  return ok({
    drafts: [{ type: 'append', by: ask.person.no, body, clientId: command.id, ...given({ sentAt: command.sentAt }) }],
  })
}

/** The message that an author may still correct or retract; a correction stands for the message it corrects. */
function changeable(ask: Ask, seq: Seq): Result<MessageEntry> {
  const target = visibleMessage(ask, seq)
  if (!target) return refuse('no_such_entry')
  if (target.by !== ask.person.no) return refuse('not_author')
  if (target.retracted) return refuse('already_retracted')
  if (ask.now - target.storedAt > ask.state.facts.changeWindowMs) return refuse('window_passed')
  return ok(target)
}

function visibleMessage(ask: Ask, seq: Seq): MessageEntry | null {
  if (seq < historyFloor(ask.state, ask.stay) || seq > ask.state.head) return null
  const entry = ask.log.entry(seq)
  if (entry?.kind === 'message') return entry
  return isCorrection(entry) ? visibleMessage(ask, entry.target) : null
}

const isCorrection = (entry: Entry | null): entry is CorrectionEntry => entry?.kind === 'correction'

function mentionProblem(ask: Ask, mentions: readonly MemberNo[] | undefined): 'no_such_member' | null {
  return (mentions ?? []).every((no) => presentStay(ask.state, no)) ? null : 'no_such_member'
}

const mentioned = (mentions: readonly MemberNo[] | undefined) =>
  mentions && mentions.length > 0 ? { mentions: distinct(mentions) } : {}

const distinct = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b)

/** Leaves out what was not given, so that absent and undefined are one. */
function given<T extends Record<string, number | undefined>>(fields: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: number
  }
}
