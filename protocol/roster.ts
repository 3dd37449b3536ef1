import * as v from 'valibot'
import { Id, MemberNo, Revision, Seq } from './ids.ts'

/** open: everyone may post · announce: only some may · desk: the desk and one seat, each side reads the other's. */
export const RoomKind = v.picklist(['open', 'announce', 'desk'])
export type RoomKind = v.InferOutput<typeof RoomKind>

/** The two sides of a desk ↔ seat room. */
export const Side = v.picklist(['desk', 'seat'])
export type Side = v.InferOutput<typeof Side>

/** What a room is, as its members may know it. */
export const RoomFacts = v.strictObject({
  id: Id,
  organizationId: Id,
  organizationName: v.string(),
  /** One character before the name: 市, 災, 団. */
  organizationBadge: v.string(),
  name: v.string(),
  purpose: v.string(),
  /** Who is in it, in words: 「分団長（34名）」. */
  ruleInWords: v.string(),
  kind: RoomKind,
  /** What a new member sees: everything, or only what came after joining. */
  history: v.picklist(['all', 'since-joining']),
  /** How long an author may correct or retract, by the organization's rule. */
  changeWindowMs: v.number(),
  /** Who may read earlier versions and retracted texts. */
  versionsFor: v.picklist(['nobody', 'moderators', 'everyone']),
  /** A notification shows who wrote and what; left out: only which room. */
  ringsShow: v.optional(v.literal('text')),
  /** How many bytes the organization's rooms may hold together; left out: `limits.storageBytes`. */
  storageBytes: v.optional(v.number()),
})
export type RoomFacts = v.InferOutput<typeof RoomFacts>

export const Rights = v.strictObject({ post: v.boolean(), moderate: v.boolean(), urgent: v.optional(v.literal(true)) })
/** post: may write · moderate: may pin, see whose phone rings, and read earlier versions where the organization allows it · urgent: may ring through what people have set. */
export type Rights = v.InferOutput<typeof Rights>

/** A person as the members of a room see them; those who left stay, since their entries do. */
export const RosterMember = v.strictObject({
  no: MemberNo,
  name: v.string(),
  title: v.string(),
  /** Index into `units`. */
  unit: v.number(),
  /** Higher rank, greater number; only for order. */
  rank: v.number(),
  side: v.optional(Side),
  phone: v.optional(v.string()),
  present: v.boolean(),
  /** Where the newest stay began. */
  joinedSeq: Seq,
})
export type RosterMember = v.InferOutput<typeof RosterMember>

export const RosterUnit = v.strictObject({ name: v.string(), order: v.number() })
export type RosterUnit = v.InferOutput<typeof RosterUnit>

export const Roster = v.strictObject({
  version: Revision,
  /** Present: only the members that changed since this version are listed; the others stay as they were. */
  since: v.optional(Revision),
  units: v.array(RosterUnit),
  members: v.array(RosterMember),
})
export type Roster = v.InferOutput<typeof Roster>
