import { expect, test } from 'vitest'
import { readNoteLinks, readNoteText } from '../../../core/note-text.ts'
import { noteProblem } from '../../../protocol/note.ts'
import { draftOf, isChanged, newDraft, rebased } from '../../../web/store/notes/note-draft.ts'
import { afterEnter, type Edited, withLine, withLineMark } from '../../../web/store/notes/note-editing.ts'
import { hostOf, linksParts, placeBelow } from '../../../web/store/notes/note-links.ts'
import { lastDayIn, templateOf } from '../../../web/store/notes/note-templates.ts'
import { withSave } from '../../../web/store/notes/notes-queue.ts'
import { clientId } from '../../support/builders.ts'
import { noteContent, noteTold } from '../../support/note-builders.ts'

const thursday = Date.UTC(2026, 10, 26, 3)

/** A text with `|` where the caret stands, or around what is chosen. */
function edited(text: string): Edited {
  const [before = '', chosen, after] = text.split('|')
  const to = before.length + (after === undefined ? 0 : (chosen ?? '').length)
  return { text: text.replaceAll('|', ''), from: before.length, to }
}
const shown = ({ text, from, to }: Edited) =>
  from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`

test('[CL20] a template is a note as soon as it has its words: the dates in it are near, and read as dates', () => {
  const schedule = templateOf('schedule', thursday)
  expect(readNoteText(schedule.body).filter(({ kind }) => kind === 'date')).toMatchObject([
    { start: '2026-12-06T09:00', end: '2026-12-06T11:30', words: '訓練' },
  ])
  expect(readNoteText(schedule.body).some((block) => block.kind === 'list' && block.items[0]?.check)).toBe(true)
  for (const kind of ['schedule', 'links', 'bereavement'] as const)
    expect(noteProblem(templateOf(kind, thursday)), kind).toBeNull()
  expect(templateOf('links', thursday)).toMatchObject({ pinned: true, offline: true })
})

test('[CL20] a notice of a death has its lines, and is put away after the funeral', () => {
  const notice = templateOf('bereavement', thursday)
  for (const line of ['通夜', '告別式', '場所: ', '服装: ', '供花: ']) expect(notice.body).toContain(line)
  expect(notice.archiveOn).toBe('2026-11-28')
  expect(lastDayIn(notice.body)).toBe(notice.archiveOn)
  expect(lastDayIn('日時: 2026-12-30 告別式\n日時：2026-12-29 通夜')).toBe('2026-12-30')
})

test('[CL20] the tools put marks before lines and take them away again', () => {
  expect(shown(withLineMark(edited('一\n二|三\n四'), '# '))).toBe('一\n# 二|三\n四')
  expect(shown(withLineMark(edited('# 二|三'), '# '))).toBe('二|三')
  expect(shown(withLineMark(edited('|一\n二|'), '- [ ] '))).toBe('- [ ] |一\n- [ ] 二|')
  expect(shown(withLineMark(edited('- [x] 手袋|'), '- '))).toBe('- 手袋|')
  expect(shown(withLine(edited('一|二'), '名前 https://', '名前'))).toBe('一二\n|名前| https://')
  expect(shown(withLine(edited('一\n|'), '日時: 2026-12-06', '2026-12-06'))).toBe('一\n日時: |2026-12-06|')
})

test('[CL20] a list goes on with Enter, and ends with an empty point', () => {
  expect(shown(afterEnter(edited('- [x] 手袋|')) as Edited)).toBe('- [x] 手袋\n- [ ] |')
  expect(shown(afterEnter(edited('- 一\n- |\n二')) as Edited)).toBe('- 一\n|\n二')
  expect(afterEnter(edited('ただの文|'))).toBeNull()
})

test('[CL21] of a list of links the lines with links are rows, and the others stay text in their places', () => {
  const body =
    '申請はこちら\n出動報告 https://forms.example.jp/a\n\n入団届 https://forms.example.jp/b\n# 連絡先\n事務局 tel:0296771101'
  expect(linksParts(body)).toMatchObject([
    { blocks: [{ kind: 'paragraph' }] },
    { links: [{ label: '出動報告' }, { label: '入団届' }] },
    { blocks: [{ kind: 'heading' }] },
    { links: [{ label: '事務局' }] },
  ])
  expect(linksParts(body).flatMap((part) => ('links' in part ? part.links : []))).toEqual(readNoteLinks(body))
  expect([hostOf('https://forms.example.jp/a'), hostOf('tel:0296771101')]).toEqual(['forms.example.jp', '0296771101'])
})

test('[CL21] the place of an event is the one named below its date', () => {
  const body = '日時: 2026-12-05 通夜\n場所: 東会館\n日時: 2026-12-06 告別式\n場所： 西会館\n'
  expect([placeBelow(body, 0), placeBelow(body, 1), placeBelow(body, 2)]).toEqual(['東会館', '西会館', null])
})

test('[CL22] a draft goes on from what was saved here last, and from its number once it has one', () => {
  const place = { roomId: 'b'.repeat(32), organizationId: 'c'.repeat(32), noteId: clientId(1, 9) }
  const told = noteTold({ id: place.noteId, version: 3, body: '版3' })
  const fresh = draftOf(place, told, undefined, 1)
  expect(fresh).toMatchObject({ base: 3, after: null, content: { body: '版3' } })
  const saveId = clientId(5, 1)
  const written = { content: noteContent({ body: '送信待ち' }), isQuiet: false, base: 3, baseContent: null, at: 1 }
  const [save] = withSave([], { ...place, ...written, id: saveId })
  const next = draftOf(place, told, save, 2)
  expect(next).toMatchObject({ base: 3, after: saveId, content: { body: '送信待ち' } })
  const four = noteTold({ version: 4, body: '送信待ち' })
  expect(next && rebased(next, saveId, four)).toMatchObject({ base: 4, after: null, baseContent: { body: '送信待ち' } })
  expect(fresh && rebased(fresh, saveId, four)).toBe(fresh)
})

test('[CL22] what was only opened is no draft', () => {
  const place = { roomId: 'b'.repeat(32), organizationId: 'c'.repeat(32), noteId: clientId(1, 9) }
  const opened = draftOf(place, noteTold(), undefined, 1)
  expect(opened && isChanged(opened)).toBe(false)
  expect(isChanged(newDraft(place, templateOf('text', thursday), 1))).toBe(false)
  expect(isChanged(newDraft(place, noteContent({ body: '一' }), 1))).toBe(true)
})
