import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import { accountHeader } from '../../../protocol/http.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import type { Note, NoteOpens } from '../../../protocol/note.ts'
import { notePaths } from '../../transport/note-paths.ts'
import { anything, shaped } from '../../transport/shape.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { Opener } from './link-filling.ts'
import { mayWriteNotes } from './room-notes.ts'

const opensShape = shaped<NoteOpens>('links')

/** How often the links of a list were opened, for who may write it; null for others, and while it is not known. */
export function createNoteOpens(session: RoomSession, note: Accessor<Note | null>): Accessor<NoteOpens | null> {
  const [opens, setOpens] = createSignal<NoteOpens | null>(null)
  const wanted = () => {
    const held = note()
    return held?.kind === 'links' && mayWriteNotes(session) ? `${held.id} ${held.version}` : null
  }
  createEffect(
    on(wanted, async (asked) => {
      const held = note()
      setOpens(null)
      if (asked === null || held === null) return
      const path = notePaths.opens(session.roomId, held.id)
      const reply = await session.api({ method: 'GET', path, answer: opensShape })
      if (wanted() === asked && reply.ok) setOpens(reply.value)
    }),
  )
  return opens
}

/** Says that a link was opened, after it was. Nothing waits for it, and what does not arrive is not counted. */
export function tellOpened(session: RoomSession, noteId: ClientId, url: string): void {
  const path = notePaths.opens(session.roomId, noteId)
  const headers = { 'content-type': 'application/json', [accountHeader]: session.store.accountId }
  const ask = { method: 'POST', headers, body: JSON.stringify({ url }), credentials: 'same-origin' } as const
  setTimeout(async () => {
    const response = await fetch(path, { ...ask, keepalive: true }).catch(() => null)
    // A session that is over for a moment is renewed by whoever asks the API.
    if (response?.status === 401) await session.api({ method: 'POST', path, body: { url }, answer: anything })
  })
}

/** Who opens links here. Where the room is not known yet, nobody: then an address is opened without. */
export function openerOf({ view }: RoomSession): Opener {
  const me = view.member(view.me())
  return { name: me?.name ?? '', unit: (me && view.roster()?.units[me.unit]?.name) ?? '' }
}
