import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Note, NoteList, NoteRevisions } from '../../protocol/note.ts'
import { clientId } from '../support/builders.ts'
import { bindings, codeIn } from './browser.ts'
import { aNote, noteTaker } from './note-taker.ts'
import { aTown } from './small-town.ts'
import { signedIn } from './uploader.ts'

const note = clientId(1, 9)
const saveId = (n: number) => clientId(n, 10)
const noteIn = async (answer: Response) => v.parse(Note, await answer.json())
const titlesIn = async (answer: Response) => v.parse(NoteList, await answer.json()).notes.map(({ title }) => title)

async function aTownWithNote(content = aNote()) {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const by = (who: typeof ami, env = bindings()) => noteTaker(who, town.roomId, env)
  expect((await by(ami).save(note, { id: saveId(1), base: 0, content })).status).toBe(200)
  return { town, browsers: { ami, ben }, by, ami: by(ami), ben: by(ben) }
}

/** Noon in Japan on a day, as a shift of the clock from now. */
const on = (day: string, time = '12:00') =>
  bindings({ CLOCK_AHEAD_MS: `${Date.parse(`${day}T${time}:00+09:00`) - Date.now()}` })

describe('the archive', () => {
  test('[NO13] by hand: a version with the same content, out of the list, and back', async () => {
    const { ami, ben } = await aTownWithNote()
    expect((await ben.archive(note, true)).status).toBe(204)
    expect((await ben.archive(note, true)).status).toBe(204)
    expect([await titlesIn(await ami.list()), await titlesIn(await ami.list('?archived=1'))]).toEqual([
      [],
      ['集合場所'],
    ])
    expect(await noteIn(await ami.read(note))).toMatchObject({ version: 2, archived: true, ...aNote() })
    const late = await ami.save(note, { id: saveId(2), base: 1, content: aNote({ body: 'x' }) })
    expect(await codeIn(late)).toBe('note_changed')
    expect((await ami.archive(note, false)).status).toBe(204)
    expect([await titlesIn(await ami.list()), await titlesIn(await ami.list('?archived=1'))]).toEqual([
      ['集合場所'],
      [],
    ])
    const { revisions } = v.parse(NoteRevisions, await (await ami.revisions(note)).json())
    expect(revisions.map(({ version, by, archived }) => [version, by.name, archived])).toEqual([
      [3, '火見 0郎', false],
      [2, '火見 1郎', true],
      [1, '火見 0郎', undefined],
    ])
  })

  test('[NO13] when its last day is past in Japan, and brought back without that day', async () => {
    const { browsers, by } = await aTownWithNote(aNote({ archiveOn: '2026-12-06' }))
    // The session is of now: each clock is asked by who signs in under it.
    const at = async (env: ReturnType<typeof bindings>) => {
      expect((await browsers.ami.refresh({ env })).status).toBe(200)
      return by(browsers.ami, env)
    }
    expect(await titlesIn(await (await at(on('2026-12-06', '23:59'))).list())).toEqual(['集合場所'])
    const after = await at(on('2026-12-07', '00:00'))
    expect([await titlesIn(await after.list()), await titlesIn(await after.list('?archived=1'))]).toEqual([
      [],
      ['集合場所'],
    ])
    expect(await noteIn(await after.read(note))).toMatchObject({ archived: true, version: 1 })
    expect((await after.archive(note, false)).status).toBe(204)
    expect(await noteIn(await after.read(note))).toMatchObject({ archived: false, version: 2, archiveOn: null })
  })

  test('[NO13] a save and an archiving at once both count', async () => {
    const { ami, ben } = await aTownWithNote()
    const [saved, archived] = await Promise.all([
      ami.save(note, { id: saveId(2), base: 1, content: aNote({ body: '新しい' }) }),
      ben.archive(note, true),
    ])
    expect(archived.status).toBe(204)
    expect([200, 409]).toContain(saved.status)
    const now = await noteIn(await ami.read(note))
    expect(now).toMatchObject({ archived: true, body: saved.status === 200 ? '新しい' : '詰所の前' })
    expect(now.version).toBe(saved.status === 200 ? 3 : 2)
  })
})

describe('quiet saves', () => {
  const boxes = '- [ ] ホース\n- [ ] 水'

  test('[NO10] a tick is a version, and the log says nothing of it', async () => {
    const { town, browsers, ami, ben } = await aTownWithNote(aNote({ body: boxes }))
    const body = boxes.replace('[ ] 水', '[x] 水')
    const ticked = { id: saveId(2), base: 1, content: aNote({ body }), quiet: true }
    const first = await noteIn(await ben.save(note, ticked))
    expect(first).toMatchObject({ version: 2, body, by: { name: '火見 1郎' }, seq: 2 })
    expect(await noteIn(await ben.save(note, ticked))).toEqual(first)
    expect(await codeIn(await ben.save(note, { ...ticked, quiet: undefined }))).toBe('client_id_reused')
    const { revisions } = v.parse(NoteRevisions, await (await ami.revisions(note)).json())
    expect(revisions.map(({ quiet }) => quiet)).toEqual([true, undefined])
    const page = (await (await browsers.ami.ask(`/api/rooms/${town.roomId}/entries?before=99`)).json()) as {
      entries: { kind: string }[]
    }
    expect(page.entries.map(({ kind }) => kind)).toEqual(['membership', 'note'])
  })

  test('[NO10] anything more than a tick is not quiet', async () => {
    const { ami } = await aTownWithNote(aNote({ body: boxes }))
    for (const content of [
      aNote({ body: `${boxes.replace('[ ]', '[x]')}。` }),
      aNote({ body: boxes }),
      aNote({ body: boxes.replace('[ ]', '[x]'), title: '別の題' }),
      aNote({ body: boxes.replace('[ ]', '[x]'), pinned: true }),
    ])
      expect(await codeIn(await ami.save(note, { id: saveId(2), base: 1, content, quiet: true }))).toBe('malformed')
    const other = await ami.save(clientId(2, 9), { id: saveId(3), base: 0, content: aNote(), quiet: true })
    expect(await codeIn(other)).toBe('malformed')
  })
})

describe('who may', () => {
  test('[NO6] to whoever is not in the room no note is there, and a note’s id means nothing in another room', async () => {
    const { town, ami } = await aTownWithNote()
    const elsewhere = await aTown()
    const stranger = await signedIn(elsewhere)
    const [outside, inside] = [noteTaker(stranger, town.roomId), noteTaker(stranger, elsewhere.roomId)]
    const save = { id: saveId(2), base: 1, content: aNote({ body: 'x' }) }
    for (const answer of [
      ...[outside.list(), outside.read(note), outside.revisions(note), outside.revision(note, 1)],
      ...[outside.save(note, save), outside.order([note]), outside.archive(note, true)],
      ...[inside.read(note), inside.revisions(note), inside.revision(note, 1)],
      ...[inside.save(note, save), inside.order([note]), inside.archive(note, true)],
      ...[ami.read('x'), ami.read(clientId(2, 9))],
    ])
      expect(await codeIn(await answer)).toBe('not_found')
    const own = await inside.save(note, { ...save, base: 0 })
    expect(await noteIn(own)).toMatchObject({ roomId: elsewhere.roomId, version: 1, body: 'x' })
    expect(await noteIn(await ami.read(note))).toMatchObject({ roomId: town.roomId, body: '詰所の前' })
  })
})
