import * as v from 'valibot'
import { Entry, Mark } from './entry.ts'
import { ClientId, EpochMs, MemberNo, Rev, Seq } from './ids.ts'
import { Positions } from './position.ts'
import { refusalCodes } from './refusals.ts'
import { Rights, RoomFacts, Roster } from './roster.ts'

/** How many have read, for each entry from `from` on: `counts[i]` belongs to seq `from + i`. State: it replaces what was there. */
export const Reads = v.strictObject({ from: Seq, counts: v.array(v.number()) })
export type Reads = v.InferOutput<typeof Reads>

/**
 * Who has read one entry. `members` (sent when it changed) lists, as pairs [first, last], the numbers of all who should read it or did;
 * bit i of `read` and `stale` (six bits a character of the URL-safe base64 alphabet, lowest bit first) stands for the i-th of them. stale: has read only an older version.
 */
export const Sheet = v.strictObject({
  seq: Seq,
  members: v.optional(v.array(v.number())),
  read: v.string(),
  stale: v.optional(v.string()),
})
export type Sheet = v.InferOutput<typeof Sheet>

/** The first frame down, and the answer of a poll: all that was missed since the hello's cursor. */
export const Welcome = v.strictObject({
  t: v.literal('welcome'),
  version: v.number(),
  now: EpochMs,
  room: RoomFacts,
  me: MemberNo,
  rights: Rights,
  /** Only when the client's version differs. */
  roster: v.optional(Roster),
  head: Seq,
  rev: Rev,
  /** Ascending and without holes; the last one is the head. */
  entries: v.array(Entry),
  /** True: entries between what the client held and the first of `entries` are missing; ask for pages. */
  gap: v.boolean(),
  /** With a gap: the page around the own pointer, ascending. */
  around: v.optional(v.array(Entry)),
  aroundReads: v.optional(Reads),
  /** Each mark changed since the cursor's rev, once; with a gap or a first visit those of the served entries, and all pins. */
  marks: v.array(Mark),
  reads: Reads,
  /** Own read pointer, unread entries and unread mentions. */
  pointer: Seq,
  unread: v.number(),
  mentions: v.number(),
})
export type Welcome = v.InferOutput<typeof Welcome>

/** The room's word on a command: stored under a seq (or a rev, for a mark), or refused. */
export const Answer = v.union([
  v.strictObject({ id: ClientId, seq: v.optional(Seq), rev: v.optional(Rev) }),
  v.strictObject({ id: ClientId, refusal: v.picklist(refusalCodes), retryAfterMs: v.optional(v.number()) }),
])
export type Answer = v.InferOutput<typeof Answer>

/** What happened since the last frame, joined: every part is optional, and applies in the order of these fields. */
export const Update = v.strictObject({
  t: v.literal('update'),
  room: v.optional(RoomFacts),
  rights: v.optional(Rights),
  roster: v.optional(Roster),
  entries: v.optional(v.array(Entry)),
  marks: v.optional(v.array(Mark)),
  reads: v.optional(Reads),
  /** Own read pointer, moved on this or another device. */
  pointer: v.optional(Seq),
  sheet: v.optional(Sheet),
  /** Where people are; told while the map is open. */
  positions: v.optional(Positions),
  answers: v.optional(v.array(Answer)),
})
export type Update = v.InferOutput<typeof Update>

/** Older entries, ascending; `first` when there is nothing before them that this member may see. */
export const Page = v.strictObject({
  t: v.literal('page'),
  before: Seq,
  entries: v.array(Entry),
  marks: v.array(Mark),
  reads: Reads,
  first: v.boolean(),
})
export type Page = v.InferOutput<typeof Page>

export const Versions = v.strictObject({
  t: v.literal('versions'),
  seq: Seq,
  /** Oldest first. */
  versions: v.array(v.strictObject({ version: v.number(), text: v.string(), storedAt: EpochMs })),
})
export type Versions = v.InferOutput<typeof Versions>

/** A frame that could not be served, where there is no client id to answer to. */
export const Refused = v.strictObject({
  t: v.literal('refused'),
  code: v.picklist(refusalCodes),
  to: v.optional(v.string()),
})
export type Refused = v.InferOutput<typeof Refused>

export const ServerMessage = v.variant('t', [Welcome, Update, Page, Versions, Refused])
export type ServerMessage = v.InferOutput<typeof ServerMessage>
