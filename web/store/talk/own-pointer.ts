import type { EpochMs, Seq } from '../../../protocol/ids.ts'

/** How far this person has read here, and how far the room knows. Said again until the room answers. */
export type OwnPointer = { wanted: Seq; known: Seq; said: Seq; saidAt: EpochMs }

/** A pointer that the room did not answer is said again after this time. */
export const repeatMs = 5_000

export const unread: OwnPointer = { wanted: 0, known: 0, said: 0, saidAt: 0 }

/** Something was on screen; forward only. */
export const want = (pointer: OwnPointer, seq: Seq): OwnPointer => ({
  ...pointer,
  wanted: Math.max(pointer.wanted, seq),
})

/** The room's word. */
export const learn = (pointer: OwnPointer, seq: Seq): OwnPointer => ({
  ...pointer,
  known: Math.max(pointer.known, seq),
})

/** What to say now, or null. */
export function toSay({ wanted, known, said, saidAt }: OwnPointer, now: EpochMs): Seq | null {
  if (wanted <= known) return null
  return wanted > said || now - saidAt >= repeatMs ? wanted : null
}

export const sayIt = (pointer: OwnPointer, now: EpochMs): OwnPointer => ({
  ...pointer,
  said: pointer.wanted,
  saidAt: now,
})

/** A new connection knows nothing of what was said on the old one. */
export const forgetSaid = (pointer: OwnPointer): OwnPointer => ({ ...pointer, said: 0 })
