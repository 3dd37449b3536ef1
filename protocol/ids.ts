import * as v from 'valibot'

/** 128 random bits as 32 lower-case hex characters: accounts, organizations, units, positions, rooms, devices. */
export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
export type Id = string

/** The key under which a client sends a command, made by the client: UUID version 7. Sending it twice is sending once. */
export const ClientId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
)
export type ClientId = string

/** One schema for each kind of number, so that the documents made from the schemas can tell them apart. */
const wholeNumber = () => v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Position in a room log; the first entry has 1, and 0 stands before it. */
export const Seq = wholeNumber()
export type Seq = number

/** Room-wide number of the last change of a mark. */
export const Rev = wholeNumber()
export type Rev = number

/** Number of a person in one room, given at the first joining and never reused; 0 is the directory itself. */
export const MemberNo = wholeNumber()
export type MemberNo = number

/** Milliseconds since 1970-01-01 UTC, up to the end of 9998: a year has four digits wherever it is written, and no clock of ours says more. */
export const EpochMs = v.pipe(wholeNumber(), v.maxValue(253_370_764_799_999))
export type EpochMs = number

/** Directory revision: the newest outbox row that a pushed state includes. */
export const Revision = wholeNumber()
export type Revision = number
