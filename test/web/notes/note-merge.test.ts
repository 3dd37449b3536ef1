import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NoteContent } from '../../../protocol/note.ts'
import { appended, merged, mergedLines } from '../../../web/store/notes/note-merge.ts'
import { clientId } from '../../support/builders.ts'
import { noteContent } from '../../support/note-builders.ts'

const base = 'あいさつ\n日時: 2026-12-06 09:00-11:30 訓練\n場所: 河川敷\n- [ ] 手袋\n- [ ] 水筒'

test('[CL24] changes that do not touch each other come together, line by line', () => {
  const mine = base.replace('河川敷', '消防署')
  const theirs = base.replace('- [ ] 水筒', '- [ ] 水筒\n- [ ] 雨具').replace('あいさつ', 'お知らせ')
  expect(mergedLines(base, mine, theirs)).toBe(
    'お知らせ\n日時: 2026-12-06 09:00-11:30 訓練\n場所: 消防署\n- [ ] 手袋\n- [ ] 水筒\n- [ ] 雨具',
  )
})

test('[CL24] changes that touch are for people: the same line, or lines put in at the same place', () => {
  expect(mergedLines(base, base.replace('河川敷', '消防署'), base.replace('河川敷', '公民館'))).toBeNull()
  expect(mergedLines(base, `${base}\n- [ ] 雨具`, `${base}\n- [ ] 笛`)).toBeNull()
  expect(mergedLines(base, base.replace('場所: 河川敷\n', ''), base.replace('河川敷', '公民館'))).toBeNull()
})

test('[CL24] two who tick boxes side by side, and two who write the same, do not meet', () => {
  const mine = base.replace('[ ] 手袋', '[x] 手袋')
  const theirs = base.replace('[ ] 水筒', '[x] 水筒')
  expect(mergedLines(base, mine, theirs)).toBe(base.replaceAll('[ ]', '[x]'))
  expect(mergedLines(base, mine, mine)).toBe(mine)
})

test('[CL24] a line that one took away and the other emptied is for people', () => {
  expect(mergedLines('一\n二', '一\n', '一')).toBeNull()
})

const line = fc.constantFrom('一', '二', '三', '四', '')
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'))

test('[CL24] who changed nothing takes what the other made; sides do not matter', () => {
  fc.assert(
    fc.property(text, text, text, (from, mine, theirs) => {
      expect(mergedLines(from, from, theirs)).toBe(theirs)
      expect(mergedLines(from, mine, from)).toBe(mine)
      expect(mergedLines(from, mine, theirs)).toBe(mergedLines(from, theirs, mine))
    }),
  )
})

test('[CL24] no line that either of two put in is lost where their changes come together', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(20), { minLength: 3, maxLength: 9 }), fc.nat(8), fc.nat(8), (lines, a, b) => {
      const from = lines.map(String)
      const put = (at: number, what: string) => from.toSpliced(at % from.length, 0, what).join('\n')
      const both = mergedLines(from.join('\n'), put(a, 'わたし'), put(b, 'あなた'))
      if (both === null) expect(a % from.length).toBe(b % from.length)
      else expect(both.split('\n').sort()).toEqual([...from, 'わたし', 'あなた'].sort())
    }),
  )
})

test('[CL24] title, marks, day and attachments come together field by field', () => {
  const [kept, mineFile, theirFile] = [clientId(1, 3), clientId(2, 3), clientId(3, 3)]
  const before: NoteContent = noteContent({ title: '訓練', body: base, files: [kept] })
  const mine = { ...before, pinned: true, files: [kept, mineFile] }
  const theirs = { ...before, title: '訓練日程', archiveOn: '2026-12-07', files: [theirFile] }
  expect(merged({ base: before, mine, theirs })).toEqual({
    ...{ ...before, title: '訓練日程', pinned: true, archiveOn: '2026-12-07' },
    files: [theirFile, mineFile],
  })
  expect(merged({ base: before, mine: { ...mine, title: '点検' }, theirs })).toBeNull()
})

test('[CL24] their version with mine below a line has both texts whole', () => {
  const theirs = noteContent({ title: '相手の題名', body: '相手の文章' })
  const mine = noteContent({ title: '自分の題名', body: '自分の文章' })
  expect(appended(theirs, mine, '――')).toMatchObject({
    title: '相手の題名',
    body: '相手の文章\n\n――\n自分の題名\n自分の文章',
  })
})

test('[CL42] files of both come together, what one took away stays away, and more than a note may have is for people', () => {
  const files = (...ns: number[]) => noteContent({ files: ns.map((n) => clientId(n, 7)) })
  const both = merged({ base: files(1, 2), mine: files(1, 2, 3), theirs: files(2, 4) })
  expect(both?.files).toEqual(files(2, 4, 3).files)
  const many = Array.from({ length: 20 }, (_, i) => i + 10)
  expect(merged({ base: files(), mine: files(1), theirs: files(...many) })).toBeNull()
  expect(appended(files(4), files(1, 2), '――').files).toEqual(files(4, 1, 2).files)
})
