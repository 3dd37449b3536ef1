import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { EpochMs, MemberNo } from '../../../protocol/ids.ts'
import type { LivePosition, Positions } from '../../../protocol/position.ts'
import { mapPaths, positionsShape } from '../../transport/map-paths.ts'
import type { RoomSession } from '../talk/room-session.ts'

const pollMs = 5_000

/** Where the members of a room are who share it, for as long as the map is open: told over the socket, or asked for where there is none. */
export function createLivePositions(session: RoomSession, now: () => EpochMs): Accessor<readonly LivePosition[]> {
  const [held, setHeld] = createSignal<ReadonlyMap<MemberNo, LivePosition>>(new Map())
  const take = (told: Positions) => setHeld((before) => foldPositions(before, told, now()))
  session.heard = (message) => 'positions' in message && message.positions && take(message.positions)

  async function poll(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    const path = mapPaths.positions(session.roomId)
    const reply = await session.api({ method: 'GET', path, answer: positionsShape })
    if (reply.ok) take(reply.value)
  }

  const way = createMemo(() => {
    const connection = session.connection()
    if (connection?.state === 'open') return connection.socket
    return connection?.state === 'polling' ? 'polling' : null
  })
  createEffect(
    on(way, (by) => {
      if (by !== 'polling') return void (by !== null && session.send({ t: 'map', open: true }))
      void poll()
      const timer = setInterval(() => void poll(), pollMs)
      onCleanup(() => clearInterval(timer))
    }),
  )
  onCleanup(() => {
    session.heard = undefined
    if (session.connection()?.state === 'open') session.send({ t: 'map', open: false })
  })
  return createMemo(() => [...held().values()])
}

/** What was told, by this device's clock. */
export function foldPositions(
  before: ReadonlyMap<MemberNo, LivePosition>,
  { now: told, whole, held, gone }: Positions,
  now: EpochMs,
): ReadonlyMap<MemberNo, LivePosition> {
  const next = new Map(whole ? [] : before)
  const aheadMs = now - told
  for (const one of held) next.set(one.no, { ...one, at: one.at + aheadMs, until: one.until + aheadMs })
  for (const no of gone ?? []) next.delete(no)
  return next
}
