import { limits } from '../../protocol/limits.ts'

/** A body takes about this long: short enough that one sees it getting on, long enough that asking costs little beside it. */
const wantedMs = 3_000

/** How much goes up in one body. It begins with one row of the room and grows with the line, to the most that a room takes. */
export const leastPieceBytes = limits.uploadPieceBytes

/** After a body of so many bytes went through in so long: at most twice as much as before, so that one quick answer does not mislead. */
export function nextPieceBytes(before: number, { bytes, ms }: { bytes: number; ms: number }): number {
  const wanted = Math.round((bytes / Math.max(1, ms)) * wantedMs)
  return within(Math.min(wanted, 2 * before))
}

/** After a body of which nothing came through. One that was cut counts as far as it came, and is no reason for smaller ones. */
export const pieceBytesAfterLoss = (before: number): number => within(Math.floor(before / 2))

const within = (bytes: number): number => Math.min(limits.maxUploadBodyBytes, Math.max(leastPieceBytes, bytes))
