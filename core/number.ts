import type { EpochMs } from '../protocol/ids.ts'
import { assertNever } from '../protocol/result.ts'
import { type Change, type Draft, isCountable, type LoggedEntry } from './change.ts'
import type { RoomState } from './room-state.ts'

/** Gives what was decided its numbers: seqs without holes, and revs that only grow. Changes nothing itself. */
export function number(state: RoomState, drafts: readonly Draft[], now: EpochMs): Change[] {
  let { head, countable, rev } = state
  return drafts.map((draft): Change => {
    switch (draft.type) {
      case 'append':
        head += 1
        if (isCountable(draft.body)) countable += 1
        return { type: 'entry', entry: numberEntry(draft, head, countable, now) }
      case 'mark': {
        rev += 1
        const { type: _, ...mark } = draft
        return { type: 'mark', mark: { ...mark, rev, at: now } }
      }
      case 'pointers':
        rev += 1
        return { type: 'pointers', moves: draft.moves, rev }
      case 'directory':
        return draft
      default:
        return assertNever(draft)
    }
  })
}

function numberEntry(
  draft: Extract<Draft, { type: 'append' }>,
  seq: number,
  countable: number,
  now: EpochMs,
): LoggedEntry {
  return {
    seq,
    by: draft.by,
    storedAt: now,
    ...(draft.sentAt === undefined ? {} : { sentAt: draft.sentAt }),
    ...(draft.clientId === undefined ? {} : { clientId: draft.clientId }),
    body: draft.body,
    countable,
  }
}
