import type { NoteContent, SaveNote } from '../../protocol/note.ts'
import type { Bindings } from '../../worker/env.ts'
import { type Browser, bindings } from './browser.ts'

export const aNote = (content: Partial<NoteContent> = {}): NoteContent => ({
  ...{ kind: 'text', title: '集合場所', body: '詰所の前', files: [], pinned: false, offline: false, archiveOn: null },
  ...content,
})

/** A person who reads and writes the notes of a room. */
export function noteTaker(browser: Browser, roomId: string, env: Bindings = bindings()) {
  const path = `/api/rooms/${roomId}/notes`
  const get = (rest = '') => browser.ask(`${path}${rest}`, { env })
  const put = (rest: string, body: object) => browser.ask(`${path}${rest}`, { method: 'PUT', body, env })
  return {
    get,
    list: (rest = '') => get(rest),
    read: (note: string) => get(`/${note}`),
    revisions: (note: string) => get(`/${note}/revisions`),
    revision: (note: string, version: number | string) => get(`/${note}/revisions/${version}`),
    save: (note: string, save: SaveNote | object) => put(`/${note}`, save),
    order: (ids: string[]) => put('', { ids }),
    open: (note: string, url: string) => browser.ask(`${path}/${note}/opens`, { method: 'POST', body: { url }, env }),
    opens: (note: string) => get(`/${note}/opens`),
    archive: (note: string, archived: boolean) => put(`/${note}/archived`, { archived }),
  }
}
