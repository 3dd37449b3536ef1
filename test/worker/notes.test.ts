import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { Note, NoteList, NoteRevisions, NoteVersion } from '../../protocol/note.ts'
import { clientId } from '../support/builders.ts'
import { codeIn } from './browser.ts'
import { aNote, noteTaker } from './note-taker.ts'
import { aTown } from './small-town.ts'
import { signedIn } from './uploader.ts'

const note = clientId(1, 9)
const saveId = (n: number) => clientId(n, 10)

async function aTownWithNote(content = aNote()) {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const by = (who: typeof ami) => noteTaker(who, town.roomId)
  const made = await by(ami).save(note, { id: saveId(1), base: 0, content })
  expect(made.status).toBe(200)
  return { town, ami: by(ami), ben: by(ben), made: v.parse(Note, await made.json()) }
}

const noteIn = async (answer: Response) => v.parse(Note, await answer.json())
const listIn = async (answer: Response) => v.parse(NoteList, await answer.json()).notes
const titlesIn = async (answer: Response) => (await listIn(answer)).map(({ title }) => title)

describe('saving a note', () => {
  test('[NO1] every save is a version with its author, its time and its whole content', async () => {
    const { town, ami, ben, made } = await aTownWithNote()
    expect(made).toMatchObject({ version: 1, title: '集合場所', roomId: town.roomId, archived: false, files: [] })
    expect(made.by).toEqual({ accountId: town.people[0]!.id, name: '火見 0郎', title: '', unit: '第1分団' })
    const changed = aNote({ title: '集合場所（変更）', body: '公民館の前' })
    const second = await noteIn(await ben.save(note, { id: saveId(2), base: 1, content: changed }))
    expect(second).toMatchObject({ version: 2, ...changed, by: { name: '火見 1郎' }, createdBy: { name: '火見 0郎' } })
    expect(await noteIn(await ami.read(note))).toMatchObject({ version: 2, body: '公民館の前' })
    const { revisions } = v.parse(NoteRevisions, await (await ami.revisions(note)).json())
    expect(revisions.map(({ version, title, by }) => [version, title, by.name])).toEqual([
      [2, '集合場所（変更）', '火見 1郎'],
      [1, '集合場所', '火見 0郎'],
    ])
    const first = v.parse(NoteVersion, await (await ben.revision(note, 1)).json())
    expect(first).toEqual({ version: 1, at: made.at, by: made.by, content: aNote() })
    for (const version of ['3', '0', 'x']) expect(await codeIn(await ben.revision(note, version))).toBe('not_found')
  })

  test('[NO2] of two saves from the same version one wins, and the other is told so', async () => {
    const { ami, ben } = await aTownWithNote()
    const saves = Array.from({ length: 8 }, (_, n) =>
      (n % 2 === 0 ? ami : ben).save(note, { id: saveId(10 + n), base: 1, content: aNote({ body: `${n}` }) }),
    )
    const answers = await Promise.all(saves)
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    const codes = await Promise.all(answers.filter((one) => !won.includes(one)).map(codeIn))
    expect(codes).toEqual(Array.from({ length: 7 }, () => 'note_changed'))
    const winner = await noteIn(won[0]!)
    expect(await noteIn(await ami.read(note))).toMatchObject({ version: 2, body: winner.body })
    const { revisions } = v.parse(NoteRevisions, await (await ami.revisions(note)).json())
    expect(revisions.map(({ version }) => version)).toEqual([2, 1])
  })

  test('[NO2] of two notes made under one id at once one is kept', async () => {
    const { ami, ben } = await aTownWithNote()
    const other = clientId(2, 9)
    const answers = await Promise.all(
      [ami, ben].map((who, n) => who.save(other, { id: saveId(20 + n), base: 0, content: aNote({ body: `${n}` }) })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await codeIn(answers.find(({ status }) => status === 409)!)).toBe('note_changed')
  })

  test('[NO2] a save from an older or a later version than the newest changes nothing', async () => {
    const { ami } = await aTownWithNote()
    for (const base of [0, 2, 7])
      expect(await codeIn(await ami.save(note, { id: saveId(2), base, content: aNote({ body: 'x' }) }))).toBe(
        'note_changed',
      )
    expect(await codeIn(await ami.save(clientId(5, 9), { id: saveId(2), base: 1, content: aNote() }))).toBe('not_found')
    expect(await noteIn(await ami.read(note))).toMatchObject({ version: 1, body: '詰所の前' })
  })

  test('[NO3] sending a save twice, also at once, is sending it once', async () => {
    const { ami, ben } = await aTownWithNote()
    const save = { id: saveId(2), base: 1, content: aNote({ body: '二つ目' }) }
    const answers = await Promise.all([1, 2, 3, 4].map(() => ami.save(note, save)))
    for (const answer of answers) expect(await noteIn(answer)).toMatchObject({ version: 2, body: '二つ目' })
    await ben.save(note, { id: saveId(3), base: 2, content: aNote({ body: '三つ目' }) })
    const late = await ami.save(note, save)
    expect([late.status, await noteIn(late)]).toMatchObject([200, { version: 2, body: '二つ目' }])
    for (const other of [
      { ...save, content: aNote({ body: '別の' }) },
      { ...save, content: aNote({ body: '二つ目', pinned: true }) },
    ])
      expect(await codeIn(await ami.save(note, other))).toBe('client_id_reused')
    expect(await codeIn(await ben.save(note, save))).toBe('client_id_reused')
    expect(await noteIn(await ami.read(note))).toMatchObject({ version: 3, body: '三つ目' })
  })

  test('[NO4] what is too long, empty or no day is refused, and the limit itself is not', async () => {
    const { ami } = await aTownWithNote()
    const save = (n: number, content: object) =>
      ami.save(clientId(n, 9), { id: saveId(n), base: 0, content: { ...aNote(), ...content } })
    const family = '👨‍👩‍👧'
    expect((await save(30, { title: family.repeat(100), body: 'あ'.repeat(16_000) })).status).toBe(200)
    expect((await save(31, { title: '  題  ', body: '' })).status).toBe(200)
    expect(await noteIn(await ami.read(clientId(31, 9)))).toMatchObject({ title: '題', body: '' })
    for (const [content, code] of [
      [{ title: family.repeat(101) }, 'note_too_long'],
      [{ title: ' ' }, 'text_empty'],
      [{ body: 'a'.repeat(limits.maxNoteGraphemes + 1) }, 'note_too_long'],
      [{ body: 'あ'.repeat(limits.maxNoteBytes / 3 + 1) }, 'note_too_long'],
      [{ archiveOn: '2026-02-30' }, 'malformed'],
      [{ archiveOn: '2026-13-01' }, 'malformed'],
      [{ title: 'a\nb' }, 'malformed'],
      [{ body: 'a\u0000' }, 'malformed'],
      [{ kind: 'other' }, 'malformed'],
      [{ files: [clientId(1, 7)] }, 'upload_unknown'],
    ] as const)
      expect([content, await codeIn(await save(40, content))]).toEqual([content, code])
    expect(await codeIn(await ami.read(clientId(40, 9)))).toBe('not_found')
  })

  test('[NO4] a room has at most 500 notes', async () => {
    const { town, ami } = await aTownWithNote()
    await env.DB.prepare(
      `INSERT INTO notes SELECT room_id, printf('%036d', value), organization_id, version, kind, title, body, files, pinned, offline, archive_on,
       is_archived, sort_order, "by", at, created_by, created_at, told_version, seq FROM notes, json_each(?) WHERE room_id = ?`,
    )
      .bind(JSON.stringify(Array.from({ length: limits.maxNotes - 2 }, (_, n) => n)), town.roomId)
      .run()
    const save = (n: number) => ami.save(clientId(n, 9), { id: saveId(n), base: 0, content: aNote() })
    expect((await save(50)).status).toBe(200)
    expect(await codeIn(await save(51))).toBe('too_many_notes')
    expect((await ami.save(note, { id: saveId(52), base: 1, content: aNote({ body: 'y' }) })).status).toBe(200)
  })
})

describe('the list of notes', () => {
  test('[NO5] pinned ones first, then by hand, then the newest, with the beginning of each text', async () => {
    const { ami } = await aTownWithNote(
      aNote({ title: '一', body: '# 見出し\n- [ ] 一つ\n[申請](https://example.jp)' }),
    )
    for (const [n, title] of [
      [2, '二'],
      [3, '三'],
      [4, '四'],
    ] as const)
      await ami.save(clientId(n, 9), { id: saveId(n), base: 0, content: aNote({ title, pinned: n === 3 }) })
    expect(await titlesIn(await ami.list())).toEqual(['三', '四', '二', '一'])
    expect((await listIn(await ami.list())).at(-1)).toMatchObject({ excerpt: '見出し 一つ 申請' })
    expect((await ami.order([note, clientId(4, 9)])).status).toBe(204)
    expect(await titlesIn(await ami.list())).toEqual(['三', '一', '四', '二'])
    await ami.save(clientId(5, 9), { id: saveId(5), base: 0, content: aNote({ title: '五' }) })
    expect(await titlesIn(await ami.list())).toEqual(['三', '五', '一', '四', '二'])
    expect(await codeIn(await ami.order([note, clientId(99, 9)]))).toBe('not_found')
  })
})
