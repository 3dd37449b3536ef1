import { type Accessor, batch, createSignal } from 'solid-js'
import type { MemberNo } from '../../../protocol/ids.ts'
import type { RingBoard } from '../../../protocol/ringing.ts'
import type { Failure } from '../../transport/api.ts'
import { ringPaths } from '../../transport/ring-paths.ts'
import { anything, shaped } from '../../transport/shape.ts'
import { createAsking } from '../asking.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { silentIn } from './ring-board.ts'

/** The board of a room while it is looked at, and the probe that makes the devices show themselves. */
export type RingBoardSession = {
  board: Accessor<RingBoard | null>
  failure: Accessor<Failure | null>
  /** People who did not ring when the board was first seen, or when the probe was sent. */
  watched: Accessor<ReadonlySet<MemberNo>>
  probe: () => Promise<void>
  probed: Accessor<Probed>
}

type Probed = 'no' | 'asking' | 'sent' | Failure

/** After a probe the devices answer one by one. */
const answersMs = 30_000
const answersEveryMs = 3_000

export function createRingBoard({ api, roomId }: RoomSession): RingBoardSession {
  const [board, setBoard] = createSignal<RingBoard | null>(null)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [watched, setWatched] = createSignal<ReadonlySet<MemberNo>>(new Set())
  const [probed, setProbed] = createSignal<Probed>('no')
  let answersUntil = 0

  const asking = createAsking({
    everyMs: () => (performance.now() < answersUntil ? answersEveryMs : null),
    gapMs: 1_000,
    async ask() {
      const reply = await api({
        method: 'GET',
        path: ringPaths.board(roomId),
        answer: shaped<RingBoard>('members', 'now'),
      })
      batch(() => {
        setFailure(reply.ok ? null : reply.failure)
        if (!reply.ok) return
        setWatched((before) => new Set([...before, ...silentIn(reply.value)]))
        setBoard(reply.value)
      })
    },
  })

  async function probe(): Promise<void> {
    setProbed('asking')
    const reply = await api({ method: 'POST', path: ringPaths.probe(roomId), body: {}, answer: anything })
    setProbed(reply.ok ? 'sent' : reply.failure)
    if (!reply.ok) return
    answersUntil = performance.now() + answersMs
    asking.hurry()
  }
  return { board, failure, watched, probe, probed }
}
