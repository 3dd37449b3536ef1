import type { Mark, MarkKind } from '../protocol/entry.ts'
import type { CarriedFile } from '../protocol/file.ts'
import type { GeoPlace } from '../protocol/geo-place.ts'
import type { ClientId, EpochMs, Id, MemberNo, Rev, Revision, Seq } from '../protocol/ids.ts'
import type { NoteChange, NoteKind } from '../protocol/note.ts'
import type { Rights, RoomFacts, Side } from '../protocol/roster.ts'

/** A person who is or was in the room. */
export type Person = {
  no: MemberNo
  accountId: Id
  name: string
  title: string
  rank: number
  unitName: string
  unitOrder: number
  side?: Side
  phone?: string
  rights: Rights
}

/** `target`: the first entry of the same note, where there is one; never served. */
export type NoteBody = {
  kind: 'note'
  note: ClientId
  noteKind: NoteKind
  title: string
  version: number
  change: NoteChange
  files?: CarriedFile[]
  target?: Seq
}

/** What an entry is about, before and after it has its number. `previous`: what superseded the target before; never served. */
export type EntryBody =
  | {
      kind: 'message'
      text: string
      mentions?: MemberNo[]
      replyTo?: Seq
      files?: CarriedFile[]
      actedAt?: EpochMs
      urgent?: true
      place?: GeoPlace
    }
  | { kind: 'correction'; target: Seq; text: string; mentions?: MemberNo[]; version: number; previous?: Seq }
  | { kind: 'retraction'; target: Seq; previous?: Seq }
  | { kind: 'membership'; joined: MemberNo[]; left: MemberNo[] }
  | { kind: 'renamed'; name: string }
  | NoteBody

/** What was decided, without numbers. */
export type Draft =
  | { type: 'append'; by: MemberNo; body: EntryBody; clientId?: ClientId; sentAt?: EpochMs }
  | { type: 'mark'; seq: Seq; kind: MarkKind; no: MemberNo; value: string | null; by?: MemberNo }
  | { type: 'pointers'; moves: PointerMove[] }
  | { type: 'directory'; revision: Revision; facts: RoomFacts; people: Person[] }

/** `seen`: countable entries up to the pointer. */
export type PointerMove = { no: MemberNo; seq: Seq; seen: number }

/** An entry as it was written, with its number; the log's own form, from which the served form is made. */
export type LoggedEntry = {
  seq: Seq
  by: MemberNo
  storedAt: EpochMs
  sentAt?: EpochMs
  clientId?: ClientId
  body: EntryBody
  /** Countable entries from the first one to this one. */
  countable: number
}

/** What is so now. Storage keeps it, `evolve` folds it, the audience hears of it. */
export type Change =
  | { type: 'entry'; entry: LoggedEntry }
  | { type: 'mark'; mark: Mark }
  | { type: 'pointers'; moves: PointerMove[]; rev: Rev }
  | { type: 'directory'; revision: Revision; facts: RoomFacts; people: Person[] }

/** Whether an entry raises the unread count: what somebody said, set right or wrote into a note, not what the directory did. */
export const isCountable = (body: { kind: EntryBody['kind']; change?: NoteChange }): boolean =>
  body.kind === 'message' || body.kind === 'correction' || (body.kind === 'note' && body.change !== 'archived')
