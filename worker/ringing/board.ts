import type { RoomAudience } from '../../protocol/bindings.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import type { RingBoard } from '../../protocol/ringing.ts'
import { type Bindings, objectNamed } from '../env.ts'

/** Accounts asked at once. */
const atOnce = 40

/** Whose phone will ring, asked of each member's own account; needs no directory. Who does not answer has no outlook that anybody knows of. */
export async function ringBoard(env: Bindings, { members }: RoomAudience, now: EpochMs): Promise<RingBoard> {
  const board: RingBoard['members'] = []
  const outlookOf = async ({ no, accountId }: RoomAudience['members'][number]) => {
    const { outlook, facts } = await objectNamed(env.ACCOUNT, accountId).outlook()
    const { platform, installed, shownAt, sentAt } = facts ?? {}
    return {
      ...{ no, outlook },
      ...(platform !== undefined && { platform }),
      ...(installed !== undefined && { installed }),
      ...(shownAt && { shownAt }),
      ...(sentAt && { sentAt }),
    }
  }
  for (let from = 0; from < members.length; from += atOnce)
    board.push(...(await Promise.all(members.slice(from, from + atOnce).map(outlookOf))))
  return { members: board, now }
}
