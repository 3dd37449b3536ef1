import { expect, test } from 'vitest'
import type { Note, NoteSummary } from '../../../protocol/note.ts'
import { countsOf, differenceOf } from '../../../web/store/notes/note-difference.ts'
import { newDraft } from '../../../web/store/notes/note-draft.ts'
import { movedTo, type NoteListInput, noteRows } from '../../../web/store/notes/note-list.ts'
import { noteItemOf, notePlaceOf } from '../../../web/store/notes/note-place.ts'
import { withSave } from '../../../web/store/notes/notes-queue.ts'
import { clientId } from '../../support/builders.ts'
import { noteContent, noteTold } from '../../support/note-builders.ts'

const [first, second, third, here] = [clientId(1, 9), clientId(2, 9), clientId(3, 9), clientId(4, 9)]
const roomId = 'b'.repeat(32)
const summary = (id: string, rest: Partial<Note> = {}): NoteSummary => {
  const { body, ...standing } = noteTold({ id, roomId, ...rest })
  return { ...standing, excerpt: body }
}
const notes = [
  summary(first, { order: 2, title: '一' }),
  summary(second, { order: 1, title: '二', seq: 8, version: 2 }),
  summary(third, { order: 3, title: '三', pinned: true }),
]
const input: NoteListInput = { roomId, notes, saves: [], drafts: [], pointer: 5, opened: new Map() }
const place = { roomId, organizationId: 'c'.repeat(32), noteId: here }

test('[CL20] pinned notes come first and the others as ordered by hand; what nobody else has comes before them', () => {
  const drafts = [newDraft(place, noteContent({ title: '書きかけ' }), 9)]
  expect(noteRows({ ...input, drafts }).map(({ title }) => title)).toEqual(['書きかけ', '三', '二', '一'])
})

test('[CL20] a note is news until its entry was passed or its version was opened here', () => {
  const news = (rest: Partial<NoteListInput>) =>
    noteRows({ ...input, ...rest }).flatMap(({ news: what, title }) => (what ? [`${title} ${what}`] : []))
  expect(news({})).toEqual(['二 changed'])
  expect(news({ pointer: 8 })).toEqual([])
  expect(news({ opened: new Map([[second, 2]]) })).toEqual([])
  expect(news({ opened: new Map([[second, 1]]) })).toEqual(['二 changed'])
})

test('[CL23] what was saved here is shown as saved, and says that it was not sent', () => {
  const content = noteContent({ title: '二の改め' })
  const saves = withSave([], {
    ...{ ...place, noteId: second, id: clientId(7, 1), content, isQuiet: false },
    ...{ base: 2, baseContent: null, at: 1 },
  })
  expect(noteRows({ ...input, saves }).find(({ id }) => id === second)).toMatchObject({
    title: '二の改め',
    mark: 'unsent',
  })
})

test('[CL43] a note is put anywhere among those of its kind, and nowhere else', () => {
  const rows = noteRows(input)
  const [a, b, c] = [clientId(11, 9), clientId(12, 9), clientId(13, 9)]
  expect(movedTo(rows, first, 0)).toEqual([third, first, second])
  expect(movedTo(rows, second, -1)).toEqual([third, second, first])
  expect(movedTo(rows, third, 1)).toEqual([third, second, first])
  const some = [a, b, c].map((id) => ({ ...(rows[1] as (typeof rows)[number]), id }))
  const pinned = rows.slice(0, 1)
  expect(movedTo([...pinned, ...some], c, 0)).toEqual([third, c, a, b])
  expect(movedTo([...pinned, ...some], a, 2)).toEqual([third, b, c, a])
  expect(movedTo([...pinned, ...some], b, 1)).toEqual([third, a, b, c])
})

test('[CL20] each page of a note has an address', () => {
  for (const at of ['note', 'edit', 'history'] as const)
    expect(notePlaceOf(noteItemOf({ at, noteId: first }))).toEqual({ at, noteId: first })
  expect(notePlaceOf('archived')).toEqual({ at: 'archived' })
  for (const odd of [null, 'x', `${first}~delete`, '../settings']) expect(notePlaceOf(odd)).toEqual({ at: 'list' })
})

test('[CL25] a difference shows each line with what changed in it, and folds what did not', () => {
  const before = ['一', '二', '三', '四', '集合は8時です', '五'].join('\n')
  const after = ['一', '二', '三', '四', '集合は9時です', '五', '雨天中止'].join('\n')
  const lines = differenceOf(before, after)
  expect(lines[0]).toEqual({ kind: 'skipped', count: 2 })
  expect(countsOf(lines)).toEqual({ added: 2, removed: 1 })
  const removed = lines.find(({ kind }) => kind === 'removed')
  expect(removed && 'pieces' in removed && removed.pieces.filter(({ isChanged }) => isChanged)).toEqual([
    { text: '8', isChanged: true },
  ])
  const texts = (kind: string) =>
    lines.flatMap((line) =>
      'pieces' in line && line.kind === kind ? [line.pieces.map(({ text }) => text).join('')] : [],
    )
  expect([texts('removed'), texts('added')]).toEqual([['集合は8時です'], ['集合は9時です', '雨天中止']])
  expect(differenceOf(before, before)).toEqual([])
})
