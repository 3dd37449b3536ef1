import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { LobbyRoom } from '../lobby-state.ts'
import type { Ringing } from './who-rings.ts'

/** An entry that is looked at again, and when. */
export type NextLook = { dueAt: EpochMs; entry: Ringing; isSecondLook?: true }

/**
 * What follows for an entry that was just looked at: 緊急 is looked at again while somebody has not read it and it has not rung often enough;
 * anything else once more, for those who had the room on screen.
 */
export function afterALook(
  room: LobbyRoom,
  { entry, isSecondLook }: { entry: Ringing; isSecondLook?: true },
  spared: readonly Id[],
  now: EpochMs,
): NextLook | null {
  if (entry.urgent) {
    const round = entry.round + 1
    if (round >= limits.maxUrgentRings || isReadByAll(room, entry)) return null
    return { dueAt: now + limits.urgentAgainMs, entry: { ...entry, round } }
  }
  if (isSecondLook || spared.length === 0) return null
  return { dueAt: now + limits.ringOnScreenMs, entry: { ...entry, only: [...spared] }, isSecondLook: true }
}

const isReadByAll = ({ members }: LobbyRoom, { by, only, countable }: Ringing): boolean =>
  Object.entries(members).every(
    ([accountId, { read }]) => accountId === by || read >= countable || only?.includes(accountId) === false,
  )

/** 緊急 in its last round waits for a phone that is off; before that the next round comes anyway. */
export const isLastRound = ({ urgent, round }: Ringing): boolean => !urgent || round + 1 >= limits.maxUrgentRings
