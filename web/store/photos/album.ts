import { type Accessor, createEffect, createSignal, on, untrack } from 'solid-js'
import type { RoomPhotos } from '../../../protocol/file.ts'
import type { Seq } from '../../../protocol/ids.ts'
import type { Failure } from '../../transport/api.ts'
import { photoPaths } from '../../transport/photo-paths.ts'
import { shaped } from '../../transport/shape.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { PhotoItem } from './photo-list.ts'

export type Album = {
  items: Accessor<readonly PhotoItem[]>
  hasMore: Accessor<boolean>
  isLoading: Accessor<boolean>
  failure: Accessor<Failure | null>
  /** Fetches the next page, until there is something on it. */
  more: () => Promise<void>
}

/** After longer away than so many entries the newest page is asked for, whatever they were. */
const mostAtOnce = 200

const pageOf = shaped<RoomPhotos>('items', 'next')

/** What the messages of a room carry, page by page; what is sent or retracted meanwhile comes and goes by itself. */
export function createAlbum(session: RoomSession, kind: 'photo' | 'file'): Album {
  const [items, setItems] = createSignal<readonly PhotoItem[]>([])
  const [next, setNext] = createSignal<Seq | null>(null)
  const [isBegun, setIsBegun] = createSignal(false)
  const [isLoading, setIsLoading] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const { entry } = session.view
  const ask = (before: Seq | null) =>
    session.api({ method: 'GET', path: photoPaths.album(session.roomId, kind, before), answer: pageOf })

  async function more(): Promise<void> {
    if (isLoading() || (isBegun() && next() === null)) return
    setIsLoading(true)
    setFailure(null)
    let found = 0
    do {
      const reply = await ask(next())
      if (!reply.ok) {
        setFailure(reply.failure)
        break
      }
      found = reply.value.items.length
      setIsBegun(true)
      setItems((before) => [...before, ...reply.value.items])
      setNext(reply.value.next)
    } while (found === 0 && next() !== null)
    setIsLoading(false)
  }

  /** The newest page again: it stands for all from its oldest message on. */
  async function renew(): Promise<void> {
    const reply = await ask(null)
    if (!reply.ok) return
    const { items: newest, next: before } = reply.value
    const held = items()
    const older = before === null ? [] : held.filter(({ seq }) => seq < before)
    // More came than a page holds: what lies between is fetched before what was there.
    const isJoined = older.length < held.length
    setItems([...unchanged(newest, held), ...(isJoined ? older : [])])
    if (before === null || !isJoined) setNext(before)
  }

  /** As far as the log was looked through. Kept by hand: what comes first finds no value before it. */
  let looked = untrack(session.view.head)
  createEffect(
    on(
      session.view.head,
      (head) => {
        const entries = head - looked > mostAtOnce ? [undefined] : between(looked, head).map(entry)
        looked = head
        const gone = new Set(entries.flatMap((one) => (one?.kind === 'retraction' ? [one.target] : [])))
        if (gone.size > 0) setItems((held) => held.filter(({ seq }) => !gone.has(seq)))
        const mayBring = entries.some((one) => one === undefined || (one.kind === 'message' && one.files))
        if (isBegun() && mayBring) void renew()
      },
      { defer: true },
    ),
  )
  return { items, hasMore: () => !isBegun() || next() !== null, isLoading, failure, more }
}

const between = (before: Seq, head: Seq): Seq[] =>
  Array.from({ length: Math.max(0, head - before) }, (_, i) => before + i + 1)

/** What is on the screen stays the same where it says the same. */
function unchanged(newest: readonly PhotoItem[], held: readonly PhotoItem[]): PhotoItem[] {
  const byId = new Map(held.map((item) => [item.file.id, item]))
  return newest.map((item) => {
    const before = byId.get(item.file.id)
    return before && JSON.stringify(before) === JSON.stringify(item) ? before : item
  })
}
