import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { RoomPhotos } from '../../protocol/file.ts'
import type { Seq } from '../../protocol/ids.ts'
import type { Failure } from '../transport/api.ts'
import { photoPaths } from '../transport/photo-paths.ts'
import { shaped } from '../transport/shape.ts'
import type { PhotoItem } from './photo-list.ts'
import type { RoomSession } from './room-session.ts'

export type Album = {
  items: Accessor<readonly PhotoItem[]>
  hasMore: Accessor<boolean>
  isLoading: Accessor<boolean>
  failure: Accessor<Failure | null>
  /** Fetches the next page, until there is something on it. */
  more: () => Promise<void>
}

const pageOf = shaped<RoomPhotos>('items', 'next')

/** What the messages of a room carry, page by page; what is sent or retracted meanwhile comes and goes by itself. */
export function createAlbum(session: RoomSession, kind: 'photo' | 'file'): Album {
  const [items, setItems] = createSignal<readonly PhotoItem[]>([])
  const [next, setNext] = createSignal<Seq | null>(null)
  const [isBegun, setIsBegun] = createSignal(false)
  const [isLoading, setIsLoading] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure | null>(null)
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
    setItems((held) => [...newest, ...(before === null ? [] : held.filter(({ seq }) => seq < before))])
    if (before === null) setNext(null)
  }

  createEffect(
    on(
      session.view.head,
      (head) => {
        const entry = session.view.entry(head)
        const target = entry?.kind === 'retraction' ? entry.target : null
        if (target !== null) setItems((held) => held.filter(({ seq }) => seq !== target))
        else if (isBegun() && entry?.kind === 'message' && entry.files) void renew()
      },
      { defer: true },
    ),
  )
  return { items, hasMore: () => !isBegun() || next() !== null, isLoading, failure, more }
}
