import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { decodeSheet } from '../../core/read-sheet.ts'
import type { Entry } from '../../protocol/entry.ts'
import { limits } from '../../protocol/limits.ts'
import { Note, NoteVersion } from '../../protocol/note.ts'
import { Page, Sheet } from '../../protocol/server-message.ts'
import { deliverEverything, plantRooms } from '../../worker/directory/planting.ts'
import type { Bindings } from '../../worker/env.ts'
import { aMember, clientId } from '../support/builders.ts'
import { aPhoto, bytesOf } from '../support/file-bodies.ts'
import { type Browser, bindings, codeIn } from './browser.ts'
import { aNote, noteTaker } from './note-taker.ts'
import { aTown, type SmallTown } from './small-town.ts'
import { signedIn, uploader } from './uploader.ts'

const note = clientId(1, 9)
const saveId = (n: number) => clientId(n, 10)
const noteIn = async (answer: Response) => v.parse(Note, await answer.json())

async function aTownOf(count = 2) {
  const town = await aTown(count)
  const browsers = await Promise.all(town.people.map((_, i) => signedIn(town, i)))
  const notes = (i: number, env?: Bindings) => noteTaker(browsers[i] as Browser, town.roomId, env)
  const room = (i: number) => uploader(browsers[i] as Browser, town.roomId)
  return { town, browsers, notes, room }
}

/** The numbers of the people in the room, in the town's order. */
async function numbersIn({ roomId, people }: SmallTown): Promise<number[]> {
  const audience = await env.ROOM.getByName(roomId).audience({ accountId: people[0]?.id ?? '', deviceId: '' })
  const members = audience.ok ? audience.value.members : []
  return people.map(({ id }) => members.find(({ accountId }) => accountId === id)?.no ?? 0)
}

const logOf = async (browser: Browser, { roomId }: SmallTown): Promise<Entry[]> =>
  v.parse(Page, await (await browser.ask(`/api/rooms/${roomId}/entries?before=99`)).json()).entries

/** A town whose rooms do not answer when they are told of notes; all else they do. */
function deaf(): Bindings {
  const { ROOM } = bindings()
  const room = (id: DurableObjectId) =>
    new Proxy(ROOM.get(id), {
      get: (target, name) =>
        name === 'applyNotes'
          ? () => Promise.reject(new Error('gone'))
          : (...args: unknown[]) =>
              (target as unknown as Record<PropertyKey, (...args: unknown[]) => unknown>)[name]?.(...args),
    })
  return bindings({ ROOM: { idFromName: (name) => ROOM.idFromName(name), get: room } })
}

describe('what the log tells', () => {
  test('[NO8] a note that is published, changed and archived is told by who did it', async () => {
    const { town, browsers, notes } = await aTownOf()
    const made = await noteIn(await notes(0).save(note, { id: saveId(1), base: 0, content: aNote() }))
    expect(made.seq).toBeNull()
    await notes(1).save(note, { id: saveId(2), base: 1, content: aNote({ title: '変更', kind: 'schedule' }) })
    await notes(1).archive(note, true)
    await notes(0).archive(note, false)
    const [ami, ben] = await numbersIn(town)
    const entries = await logOf(browsers[0]!, town)
    expect(entries.slice(1)).toMatchObject([
      {
        seq: 2,
        by: ami,
        kind: 'note',
        note,
        noteKind: 'text',
        title: '集合場所',
        version: 1,
        change: 'published',
        supersededBy: 5,
      },
      {
        seq: 3,
        by: ben,
        kind: 'note',
        noteKind: 'schedule',
        title: '変更',
        version: 2,
        change: 'changed',
        supersededBy: 5,
      },
      { seq: 4, by: ben, kind: 'note', version: 3, change: 'archived', supersededBy: 5 },
      { seq: 5, by: ami, kind: 'note', version: 4, change: 'published' },
    ])
    expect((await noteIn(await notes(0).read(note))).seq).toBe(5)
  })

  test('[NO11] who has read only the old version is told from who has read none', async () => {
    const { town, browsers, notes } = await aTownOf(4)
    await notes(0).save(note, { id: saveId(1), base: 0, content: aNote() })
    const read = (i: number, seq: number) =>
      browsers[i]!.ask(`/api/rooms/${town.roomId}/commands`, { method: 'POST', body: { t: 'read', seq } })
    await read(1, 2)
    await read(2, 2)
    await notes(0).save(note, { id: saveId(2), base: 1, content: aNote({ body: '二' }) })
    await read(2, 3)
    const answer = await browsers[0]!.ask(`/api/rooms/${town.roomId}/entries/3/readers`)
    const sheet = v.parse(Sheet, await answer.json())
    const { members, read: hasRead, stale } = decodeSheet(sheet, sheet.members ?? [])
    const [, ben, cho, dai] = await numbersIn(town)
    const states = [ben, cho, dai].map((no) => [hasRead, stale].map((bits) => bits[members.indexOf(no ?? 0)]))
    expect([members.length, states]).toEqual([
      3,
      [
        [true, true],
        [true, false],
        [false, false],
      ],
    ])
  })
})

describe('a room that does not answer', () => {
  test('[NO9] is told by the lobby’s alarm, each version in its turn and once', async () => {
    const { town, browsers, notes } = await aTownOf()
    const unheard = deaf()
    const first = await notes(0, unheard).save(note, { id: saveId(1), base: 0, content: aNote() })
    expect(first.status).toBe(200)
    await notes(1, unheard).save(note, { id: saveId(2), base: 1, content: aNote({ title: '二' }) })
    expect(await logOf(browsers[0]!, town)).toHaveLength(1)
    expect((await noteIn(await notes(0).read(note))).seq).toBeNull()
    const lobby = env.LOBBY.getByName(town.organizationId)
    expect(await runDurableObjectAlarm(lobby)).toBe(true)
    const [ami, ben] = await numbersIn(town)
    const told = (await logOf(browsers[0]!, town)).slice(1)
    expect(told).toMatchObject([
      { by: ami, version: 1, change: 'published', supersededBy: 3 },
      { by: ben, version: 2, change: 'changed', title: '二' },
    ])
    expect((await noteIn(await notes(0).read(note))).seq).toBe(3)
    for (let n = 0; n < 3; n += 1) await runDurableObjectAlarm(lobby)
    expect(await logOf(browsers[0]!, town)).toHaveLength(3)
  })

  test('[NO9] that stored it and whose answer was lost is told again, and has it once', async () => {
    const { town, browsers, notes } = await aTownOf()
    await notes(0).save(note, { id: saveId(1), base: 0, content: aNote() })
    // As if the telling had broken off before D1 heard of it.
    await env.DB.batch([
      env.DB.prepare('UPDATE note_revisions SET seq = NULL WHERE room_id = ?').bind(town.roomId),
      env.DB.prepare('UPDATE notes SET seq = NULL WHERE room_id = ?').bind(town.roomId),
      env.DB.prepare("UPDATE outbox SET delivered_at = NULL WHERE kind = 'note' AND target_id = ?").bind(
        `${town.roomId}/${note}`,
      ),
    ])
    expect((await noteIn(await notes(0).read(note))).seq).toBeNull()
    expect(await runDurableObjectAlarm(env.LOBBY.getByName(town.organizationId))).toBe(true)
    expect(await logOf(browsers[0]!, town)).toHaveLength(2)
    expect((await noteIn(await notes(0).read(note))).seq).toBe(2)
  })
})

describe('files of a note', () => {
  const photo = clientId(1, 7)

  async function aNoteWithPhoto() {
    const town = await aTownOf(3)
    const { notes, room } = town
    const bytes = aPhoto(40_000)
    await room(0).upload(photo, bytes)
    const content = aNote({ files: [photo] })
    const made = await noteIn(await notes(0).save(note, { id: saveId(1), base: 0, content }))
    expect(made.files).toMatchObject([{ id: photo, kind: 'photo', name: '現場.jpg', type: 'image/jpeg', size: 40_000 }])
    return { ...town, content, bytes }
  }

  test('[NO7] are the saver’s own whole uploads, and may stay in what others save', async () => {
    const { notes, room, content, town, browsers } = await aNoteWithPhoto()
    expect((await room(1).read(photo)).status).toBe(200)
    const kept = await notes(1).save(note, { id: saveId(2), base: 1, content: { ...content, body: '二' } })
    expect((await noteIn(kept)).files).toMatchObject([{ id: photo }])
    await room(1).upload(clientId(2, 7), bytesOf('%PDF-1.7'), { kind: 'file', name: '図.pdf' })
    const others = { ...content, files: [photo, clientId(2, 7)] }
    expect(await codeIn(await notes(0).save(note, { id: saveId(3), base: 2, content: others }))).toBe('upload_unknown')
    expect((await notes(1).save(note, { id: saveId(4), base: 2, content: others })).status).toBe(200)
    const last = (await logOf(browsers[0]!, town)).at(-1)
    expect(last).toMatchObject({
      kind: 'note',
      files: [{ id: photo }, { id: clientId(2, 7), type: 'application/pdf' }],
    })
    for (const files of [[clientId(9, 7)], [photo, photo]])
      expect((await notes(1).save(note, { id: saveId(5), base: 3, content: { ...content, files } })).status).toBe(
        files.length === 1 ? 404 : 400,
      )
  })

  test('[NO7] stay readable in earlier versions, to who came later too, and to nobody outside', async () => {
    const { notes, room, town, browsers, bytes } = await aNoteWithPhoto()
    await notes(0).save(note, { id: saveId(2), base: 1, content: aNote({ body: '写真なし' }) })
    const first = v.parse(NoteVersion, await (await notes(1).revision(note, 1)).json())
    expect(first.content.files).toMatchObject([{ id: photo }])
    expect(new Uint8Array(await (await room(1).read(photo)).arrayBuffer())).toEqual(bytes)
    const stub = env.ROOM.getByName(town.roomId)
    const welcome = await stub.sync(
      { accountId: town.people[0]!.id, deviceId: '' },
      { version: 1, seq: 0, rev: 0, roster: 0 },
    )
    const facts = { ...(welcome.ok ? welcome.value.room : expect.unreachable()), history: 'since-joining' as const }
    const members = (...people: number[]) => people.map((i) => aMember(`p${i}`, { accountId: town.people[i]!.id }))
    await stub.applyDirectory({ revision: 1_000_000, facts, members: members(0, 2) })
    expect(await codeIn(await room(1).read(photo))).toBe('not_found')
    expect(await codeIn(await notes(1).read(note))).toBe('not_found')
    await stub.applyDirectory({ revision: 1_000_001, facts, members: members(0, 1, 2) })
    expect((await logOf(browsers[1]!, town)).map(({ kind }) => kind)).toEqual(['membership'])
    expect((await notes(1).read(note)).status).toBe(200)
    expect((await room(1).read(photo)).status).toBe(200)
  })

  test('[NO18] what an earlier version had may be taken up again, by anybody, and is read then; another note’s may not', async () => {
    const { notes, room, town, browsers, content, bytes } = await aNoteWithPhoto()
    const save = (i: number, n: number, base: number, files: string[], of = note) =>
      notes(i).save(of, { id: saveId(n), base, content: { ...content, body: `${n}`, files } })
    await save(1, 2, 1, [])
    expect((await noteIn(await save(1, 3, 2, [photo]))).files).toMatchObject([{ id: photo, size: 40_000 }])
    expect((await logOf(browsers[0]!, town)).at(-1)).toMatchObject({ version: 3, files: [{ id: photo }] })
    expect(new Uint8Array(await (await room(1).read(photo)).arrayBuffer())).toEqual(bytes)
    const other = clientId(2, 9)
    await save(0, 4, 0, [], other)
    expect(await codeIn(await save(0, 5, 1, [photo], other))).toBe('upload_unknown')
  })

  test('[NO7] what a message carries is no note’s to take, and what a note carries no message’s', async () => {
    const { notes, room, content } = await aNoteWithPhoto()
    expect(await codeIn(await room(0).post(1, [photo]))).toBe('upload_unknown')
    await room(0).upload(clientId(3, 7), aPhoto(1_000))
    await room(0).post(2, [clientId(3, 7)])
    const other = { ...content, files: [clientId(3, 7)] }
    expect(await codeIn(await notes(0).save(note, { id: saveId(2), base: 1, content: other }))).toBe('upload_unknown')
  })

  test('[NO10] a quiet save takes no file away', async () => {
    const { notes, content } = await aNoteWithPhoto()
    const body = '- [ ] 一'
    await notes(0).save(note, { id: saveId(2), base: 1, content: { ...content, body } })
    const ticked = { ...content, body: '- [x] 一' }
    const quiet = (n: number, files: string[]) =>
      notes(1).save(note, { id: saveId(n), base: 2, content: { ...ticked, files }, quiet: true })
    expect(await codeIn(await quiet(3, []))).toBe('malformed')
    expect((await quiet(4, [photo])).status).toBe(200)
  })
})

describe('how often', () => {
  test('[NO4] saves that the log tells of count with the messages of a while, and ticks do not', async () => {
    const { notes, room } = await aTownOf()
    for (let n = 1; n < limits.maxMessagesPerWindow; n += 1)
      expect((await room(0).command({ t: 'post', id: clientId(n), text: `${n}` })).status).toBe(200)
    const boxes = (mark: string) => aNote({ body: `- [${mark}] 一` })
    expect((await notes(0).save(note, { id: saveId(1), base: 0, content: boxes(' ') })).status).toBe(200)
    expect(await codeIn(await notes(0).save(note, { id: saveId(2), base: 1, content: aNote() }))).toBe('slow_down')
    expect(await codeIn(await notes(0).archive(note, true))).toBe('slow_down')
    expect((await notes(0).save(note, { id: saveId(3), base: 1, content: boxes('x'), quiet: true })).status).toBe(200)
    expect((await notes(1).save(note, { id: saveId(4), base: 2, content: aNote() })).status).toBe(200)
  })
})

describe('a room of announcements', () => {
  test('[NO6] is read by all, and written, put in order and archived by who may post', async () => {
    const { town, browsers } = await aTownOf()
    const [admin, member] = browsers
    const roomId = crypto.randomUUID().replaceAll('-', '')
    const planting = { env: bindings(), now: Date.now() }
    const rule = { everyone: true }
    const postRule = { accounts: [town.people[0]!.id] }
    await plantRooms(planting, [
      { id: roomId, organizationId: town.organizationId, name: '掲示', kind: 'announce', rule, postRule },
    ])
    await deliverEverything(planting)
    const [writer, reader] = [noteTaker(admin!, roomId), noteTaker(member!, roomId)]
    expect((await writer.save(note, { id: saveId(1), base: 0, content: aNote() })).status).toBe(200)
    expect((await reader.read(note)).status).toBe(200)
    const save = { id: saveId(2), base: 1, content: aNote({ body: 'x' }) }
    for (const answer of [reader.save(note, save), reader.order([note]), reader.archive(note, true)])
      expect(await codeIn(await answer)).toBe('read_only_room')
    expect(await noteIn(await writer.read(note))).toMatchObject({ version: 1, archived: false })
  })
})

describe('without the directory', () => {
  const failing = new Proxy(
    {},
    {
      get: () => () => {
        throw new Error('D1_ERROR: Network connection lost.')
      },
    },
  ) as D1Database

  const ways: [string, () => Bindings][] = [
    ['not bound', () => bindings({ DB: undefined, DIRECTORY: undefined })],
    ['failing', () => bindings({ DB: failing })],
  ]

  test.each(ways)('[NO14] with D1 %s notes say so, and their entries and files are there', async (_, away) => {
    const { town, browsers, notes, room } = await aTownOf()
    const photo = clientId(1, 7)
    await room(0).upload(photo, aPhoto(1_000))
    await notes(0).save(note, { id: saveId(1), base: 0, content: aNote({ files: [photo] }) })
    const there = notes(1, away())
    const save = { id: saveId(2), base: 1, content: aNote({ body: 'x' }) }
    for (const answer of [
      ...[there.list(), there.read(note), there.revisions(note), there.revision(note, 1)],
      ...[there.save(note, save), there.order([note]), there.archive(note, true)],
    ])
      expect([(await answer).status, await codeIn(await answer)]).toEqual([503, 'directory_unavailable'])
    const stranger = noteTaker(await signedIn(await aTown()), town.roomId, away())
    expect(await codeIn(await stranger.read(note))).toBe('not_found')
    const page = await browsers[1]!.ask(`/api/rooms/${town.roomId}/entries?before=99`, { env: away() })
    expect(v.parse(Page, await page.json()).entries.at(-1)).toMatchObject({ kind: 'note', title: '集合場所' })
    expect((await uploader(browsers[1]!, town.roomId, away()).read(photo)).status).toBe(200)
    expect(await noteIn(await notes(0).read(note))).toMatchObject({ version: 1 })
  })
})
