import { type Mark, type ReactionCode, reactionCodes } from '../../../protocol/entry.ts'
import type { MemberNo, Seq } from '../../../protocol/ids.ts'
import type { Pending } from './outbox-queue.ts'

/** Who reacted how to one entry, and how oneself did. */
export type Reactions = { by: Record<ReactionCode, MemberNo[]>; own: ReactionCode | null }

/** The reactions that the room knows, and the own one that is on its way. A code of a later version is left out. */
export function reactionsOn(marks: readonly Mark[], me: MemberNo, outbox: readonly Pending[], seq: Seq): Reactions {
  const values = new Map<MemberNo, string | null>()
  for (const { kind, no, value } of marks) if (kind === 'reaction') values.set(no, value)
  for (const { command, status } of outbox) {
    if (command.t === 'react' && command.target === seq && status !== 'failed') values.set(me, command.code)
  }
  const by: Reactions['by'] = { roger: [], checked: [], can_go: [], cannot_go: [] }
  for (const [no, value] of values) if (isReaction(value)) by[value].push(no)
  const own = values.get(me) ?? null
  return { by, own: isReaction(own) ? own : null }
}

const isReaction = (value: string | null): value is ReactionCode => reactionCodes.includes(value as ReactionCode)
