import type { ClientId } from '../../../protocol/ids.ts'

/** What of a room's notes is looked at: the last part of the page's path. */
export type NotePlace = { at: 'list' | 'archived' } | { at: 'note' | 'edit' | 'history'; noteId: ClientId }

export function notePlaceOf(item: string | null): NotePlace {
  if (item === 'archived') return { at: 'archived' }
  const [, noteId, part] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:~(edit|history))?$/.exec(item ?? '') ?? []
  if (noteId === undefined) return { at: 'list' }
  return { at: (part as 'edit' | 'history' | undefined) ?? 'note', noteId }
}

export function noteItemOf(place: NotePlace): string | null {
  if (!('noteId' in place)) return place.at === 'archived' ? place.at : null
  return place.at === 'note' ? place.noteId : `${place.noteId}~${place.at}`
}
