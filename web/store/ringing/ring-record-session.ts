import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { RingRecord } from '../../../protocol/ringing.ts'
import { ringPaths } from '../../transport/ring-paths.ts'
import { shaped } from '../../transport/shape.ts'
import { createAsking } from '../asking.ts'
import type { RoomSession } from '../talk/room-session.ts'

const everyMs = 15_000
const gapMs = 2_000

/** Who was rung when for an entry, asked again when somebody else has read it; null until it is known. */
export function createRingRecord(
  { api, roomId }: RoomSession,
  seq: Seq,
  unread: Accessor<number>,
): Accessor<RingRecord | null> {
  const [record, setRecord] = createSignal<RingRecord | null>(null)
  const asking = createAsking({
    everyMs: () => everyMs,
    gapMs,
    async ask() {
      const reply = await api({
        method: 'GET',
        path: ringPaths.rings(roomId, seq),
        answer: shaped<RingRecord>('rings'),
      })
      if (reply.ok) setRecord(reply.value)
    },
  })
  createEffect(on(unread, asking.hurry, { defer: true }))
  return record
}
