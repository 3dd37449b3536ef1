import * as v from 'valibot'
import { CarriedFile } from './file.ts'
import { GeoPlace } from './geo-place.ts'
import { ClientId, EpochMs, MemberNo, Rev, Seq } from './ids.ts'
import { NoteChange, NoteKind } from './note.ts'

const numbering = {
  seq: Seq,
  /** Who wrote it; 0 for what the directory did. */
  by: MemberNo,
  storedAt: EpochMs,
  /** The sender's clock when it was composed; left out when the sender gave none. */
  sentAt: v.optional(EpochMs),
}

/**
 * A text. It is served in its current state: `text` is the newest one, `version` counts corrections, `supersededBy` is the
 * correction or the retraction that made it so, and a retracted one has no text, no mentions, no files, no time of the act and no place.
 */
export const MessageEntry = v.strictObject({
  ...numbering,
  kind: v.literal('message'),
  text: v.optional(v.string()),
  mentions: v.optional(v.array(MemberNo)),
  replyTo: v.optional(Seq),
  files: v.optional(v.array(CarriedFile)),
  /** When it happened, by the sender's word, where that is not when it was sent. */
  actedAt: v.optional(EpochMs),
  /** 緊急: rang through what people have set. */
  urgent: v.optional(v.literal(true)),
  /** A place that the text goes with. It stays when the text is corrected. */
  place: v.optional(GeoPlace),
  version: v.optional(v.number()),
  supersededBy: v.optional(Seq),
  retracted: v.optional(v.literal(true)),
})

/** New text for an earlier message. Its text is left out once a later correction or a retraction has taken its place. */
export const CorrectionEntry = v.strictObject({
  ...numbering,
  kind: v.literal('correction'),
  target: Seq,
  text: v.optional(v.string()),
  mentions: v.optional(v.array(MemberNo)),
  version: v.number(),
})

export const RetractionEntry = v.strictObject({ ...numbering, kind: v.literal('retraction'), target: Seq })

/** People who joined and left by one directory change. The first entry of a room has its first members. */
export const MembershipEntry = v.strictObject({
  ...numbering,
  kind: v.literal('membership'),
  joined: v.array(MemberNo),
  left: v.array(MemberNo),
})

export const RenamedEntry = v.strictObject({ ...numbering, kind: v.literal('renamed'), name: v.string() })

/**
 * A note of the room was published, changed or archived; the note itself is asked for at `/api/rooms/{room}/notes/{note}`. `supersededBy` is
 * the newest later entry of the same note: who has read this one and not that one has read the old version only.
 */
export const NoteEntry = v.strictObject({
  ...numbering,
  kind: v.literal('note'),
  note: ClientId,
  noteKind: NoteKind,
  title: v.string(),
  version: v.number(),
  change: NoteChange,
  files: v.optional(v.array(CarriedFile)),
  supersededBy: v.optional(Seq),
})

export const Entry = v.variant('kind', [
  MessageEntry,
  CorrectionEntry,
  RetractionEntry,
  MembershipEntry,
  RenamedEntry,
  NoteEntry,
])
export type MessageEntry = v.InferOutput<typeof MessageEntry>
export type CorrectionEntry = v.InferOutput<typeof CorrectionEntry>
export type RetractionEntry = v.InferOutput<typeof RetractionEntry>
export type NoteEntry = v.InferOutput<typeof NoteEntry>
export type Entry = v.InferOutput<typeof Entry>

/** The reactions of the corps; a later list may grow, a stored code never changes its meaning. */
export const reactionCodes = ['roger', 'checked', 'can_go', 'cannot_go'] as const
export type ReactionCode = (typeof reactionCodes)[number]

/**
 * What only the latest value of matters, one per (entry, kind, member). `value` null means taken back. `original`: of photos of the entry, 'wanted'
 * from who has them, or 'here'.
 * `ack` (with `by` when someone recorded it on another's behalf), `relay` (「伝達済 n/m」) and `official` are reserved:
 * they are stored and served like the others, and no command makes them yet.
 */
export const Mark = v.strictObject({
  seq: Seq,
  kind: v.picklist(['reaction', 'pin', 'original', 'ack', 'relay', 'official']),
  /** Whose mark it is; a pin, an original and an official record belong to the room and have 0. */
  no: MemberNo,
  value: v.nullable(v.string()),
  /** Who recorded it, where that is not `no` itself. */
  by: v.optional(MemberNo),
  rev: Rev,
  at: EpochMs,
})
export type Mark = v.InferOutput<typeof Mark>
export type MarkKind = Mark['kind']
