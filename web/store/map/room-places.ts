import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { Entry, MessageEntry } from '../../../protocol/entry.ts'
import type { Seq } from '../../../protocol/ids.ts'
import { mapPaths, placesShape } from '../../transport/map-paths.ts'
import type { RoomSession } from '../talk/room-session.ts'

/** Messages of a room that have a place: those of the server, and what is held and heard here. */
export type RoomPlaces = {
  /** Newest first. */
  entries: Accessor<readonly MessageEntry[]>
  state: Accessor<'asking' | 'known' | 'failed'>
  hasOlder: Accessor<boolean>
  /** Asks for older ones, or again for what did not come. */
  ask: () => void
}

const pagePlaces = 100

/** `wanted`: an entry that is to be there however old it is. */
export function createRoomPlaces(session: RoomSession, wanted: Seq | null): RoomPlaces {
  const [fetched, setFetched] = createSignal<readonly MessageEntry[]>([])
  const [before, setBefore] = createSignal<Seq | null>(null)
  const [state, setState] = createSignal<'asking' | 'known' | 'failed'>('known')
  const [isBegun, setIsBegun] = createSignal(false)

  async function fetchPage(asked: { before: Seq | null; limit: number }) {
    const path = mapPaths.places(session.roomId, asked)
    const reply = await session.api({ method: 'GET', path, answer: placesShape })
    if (reply.ok) setFetched((known) => [...known, ...reply.value.entries])
    return reply.ok ? reply.value : null
  }

  async function ask(): Promise<void> {
    if (state() === 'asking') return
    setState('asking')
    const page = await fetchPage({ before: before(), limit: pagePlaces })
    if (page && wanted !== null && !isBegun() && !page.entries.some(({ seq }) => seq === wanted))
      await fetchPage({ before: wanted + 1, limit: 1 })
    if (page) {
      setBefore(page.before)
      setIsBegun(true)
    }
    setState(page ? 'known' : 'failed')
  }

  void ask()
  return {
    entries: createMemo(() => placedNow(fetched(), session.view.entries())),
    state,
    hasOlder: () => isBegun() && before() !== null,
    ask: () => void ask(),
  }
}

/** Those that have a place now, newest first: what was fetched, brought to what was heard since. */
export function placedNow(fetched: readonly MessageEntry[], held: ReadonlyMap<Seq, Entry>): MessageEntry[] {
  const placed = new Map(fetched.map((entry) => [entry.seq, entry]))
  for (const entry of held.values()) {
    if (entry.kind === 'message') {
      if (hasPlace(entry)) placed.set(entry.seq, entry)
      else placed.delete(entry.seq)
    } else if (entry.kind === 'retraction') placed.delete(entry.target)
    else if (entry.kind === 'correction') {
      const target = placed.get(entry.target)
      if (target && entry.text !== undefined && !held.has(entry.target))
        placed.set(entry.target, { ...target, text: entry.text })
    }
  }
  return [...placed.values()].sort((a, b) => b.seq - a.seq)
}

const hasPlace = ({ place, files }: MessageEntry): boolean =>
  place !== undefined || files?.some((file) => file.place !== undefined) === true
