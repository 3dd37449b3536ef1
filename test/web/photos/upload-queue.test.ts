import { describe, expect, test } from 'vitest'
import { bothShelves } from '../../../web/offline/both-shelves.ts'
import { memoryUploads } from '../../../web/offline/memory-uploads.ts'
import { goesUnless, memoryNoteUploads, type NoteUpload } from '../../../web/offline/note-uploads.ts'
import type { KeptUpload } from '../../../web/offline/upload-shelf.ts'
import { carriersOf } from '../../../web/store/notes/note-carried.ts'
import { draftOfSave } from '../../../web/store/notes/note-draft.ts'
import type { NoteSave } from '../../../web/store/notes/notes-queue.ts'
import { isWhole, nextUpload, uploadsOf, without } from '../../../web/store/photos/upload-queue.ts'
import { clientId } from '../../support/builders.ts'
import { noteContent } from '../../support/note-builders.ts'

const id = (n: number) => clientId(n)
const row = (n: number, post: number, more: Partial<KeptUpload> = {}): KeptUpload => ({
  ...{ id: id(n), roomId: 'room', postId: id(post), kind: 'photo', name: `${n}.jpg`, size: 10 },
  ...more,
})
const byId = (...rows: KeptUpload[]) => new Map(rows.map((one) => [one.id, one]))
const first = { id: id(100), files: [{ id: id(2), thumb: id(1) }, { id: id(3) }] }
const second = { id: id(200), files: [{ id: id(4) }] }

describe('what is uploaded next', () => {
  test('[CL13] of the messages in their order, of each photo first its small picture', () => {
    const rows = [row(1, 100), row(2, 100), row(3, 100), row(4, 200)]
    const seen: string[] = []
    for (let next = nextUpload([second, first], byId(...rows), new Map(), 0); next !== null; ) {
      seen.push(next.id)
      rows[rows.findIndex((one) => one.id === next?.id)] = { ...next, isWhole: true }
      next = nextUpload([second, first], byId(...rows), new Map(), 0)
    }
    expect(seen).toEqual([1, 2, 3, 4].map(id))
  })

  test('[CL14] a message that rests after a trouble holds up nobody, until its time', () => {
    const rows = byId(row(1, 100), row(2, 100), row(3, 100), row(4, 200))
    const rests = new Map([[first.id, 50]])
    expect(nextUpload([first, second], rows, rests, 49)?.id).toBe(id(4))
    expect(nextUpload([first, second], rows, rests, 50)?.id).toBe(id(1))
  })

  test('[CL13] a message is whole when all that it carries is', () => {
    const whole = { isWhole: true } as const
    expect(isWhole(first, byId(row(1, 100, whole), row(2, 100, whole), row(3, 100)))).toBe(false)
    expect(isWhole(first, byId(row(1, 100, whole), row(2, 100, whole)))).toBe(false)
    expect(isWhole(first, byId(row(1, 100, whole), row(2, 100, whole), row(3, 100, whole)))).toBe(true)
  })

  test('[CL15] with a photo goes its small picture', () => {
    expect(without(first.files, id(2))).toEqual({ files: [{ id: id(3) }], gone: [id(1), id(2)] })
    expect(uploadsOf(first)).toEqual([id(1), id(2), id(3)])
  })
})

test('[CL12] a browser that keeps nothing has it as long as the page lives', async () => {
  const posts = new Map<string, object>()
  const uploads = memoryUploads({
    put: async ({ command }) => void posts.set(command.id, command),
    post: (post) => (posts.get(post) as never) ?? null,
    async replace(post, moved) {
      posts.set(id(300), { ...post, id: id(300) })
      moved(id(300))
      posts.delete(post.id)
    },
  })
  const bytes = new ArrayBuffer(10)
  const command = { t: 'post', ...first, text: '' } as const
  await uploads.put(
    { roomId: 'room', command },
    [row(1, 100), row(2, 100), row(3, 100)].map((one) => ({ row: one, bytes })),
    [],
  )
  expect(await uploads.bytes(row(2, 100))).toBe(bytes)
  await uploads.noteWhole([row(3, 100)], true)
  expect((await uploads.rows()).filter((one) => one.isWhole).map((one) => one.id)).toEqual([id(3)])
  await uploads.takeOut(first.id, id(2))
  expect((await uploads.rows()).map((one) => [one.id, one.postId, one.isGoing === true])).toEqual([
    [id(1), id(300), true],
    [id(2), id(300), true],
    [id(3), id(300), false],
  ])
  expect(await uploads.bytes(row(2, 100))).toBeNull()
  expect(await uploads.lonely()).toEqual([])
  posts.clear()
  expect((await uploads.lonely()).map((one) => one.id)).toEqual([id(3)])
  await uploads.end(await uploads.rows(), { told: false })
  expect(await uploads.rows()).toEqual([])
})

describe('what notes carry', () => {
  const noteRow = (n: number, note: number, more: Partial<NoteUpload> = {}): NoteUpload => ({
    ...row(n, note),
    ofNote: true,
    ...more,
  })
  const save = (note: number, files: number[], more: Partial<NoteSave> = {}): NoteSave => ({
    ...{ roomId: 'room', organizationId: 'org', noteId: id(note), id: id(900), isQuiet: false },
    ...{ content: noteContent({ files: files.map(id) }), base: 0, baseContent: null, at: 0 },
    ...{ state: 'waiting', isTried: false },
    ...more,
  })

  test('[CL40] only what a waiting save names, is not whole and is not refused has to be brought up', () => {
    const rows = [noteRow(1, 100), noteRow(2, 100, { isWhole: true }), noteRow(3, 100, { refusal: 'quota_full' })]
    const held = [save(100, [1, 2, 3, 9]), save(200, [4], { state: 'conflict' })]
    expect(carriersOf(held, [...rows, noteRow(4, 200), noteRow(5, 300), noteRow(9, 100, { isGoing: true })])).toEqual([
      { id: id(100), files: [{ id: id(1) }] },
    ])
  })

  test('[CL40] lies on a shelf of its own, and is found beside what messages carry', async () => {
    const notes = memoryNoteUploads()
    await notes.attach(draftOfSave(save(100, [1]), 0), [{ row: noteRow(1, 100), bytes: new ArrayBuffer(4) }])
    const messages = memoryUploads({ put: async () => {}, post: () => null, replace: async () => {} })
    await messages.put({} as never, [{ row: row(2, 200), bytes: new ArrayBuffer(5) }], [])
    const both = bothShelves(messages, {
      ...{ rows: notes.rows, bytes: notes.bytes },
      noteWhole: (uploads) =>
        notes.change((one) => (uploads.some((up) => up.id === one.id) ? { ...one, isWhole: true } : one)),
      end: (uploads) => notes.change((one) => (uploads.some((up) => up.id === one.id) ? null : one)),
    })
    const rows = await both.rows()
    expect((await Promise.all(rows.map(both.bytes))).map((bytes) => bytes?.byteLength)).toEqual([5, 4])
    await both.noteWhole(rows, true)
    expect((await both.rows()).map(({ isWhole }) => isWhole)).toEqual([true, true])
    await both.end(rows.slice(1), { told: false })
    expect((await both.rows()).map((one) => one.id)).toEqual([id(2)])
  })

  test('[CL41] what no draft and no save names any more goes from here, and the room is told', async () => {
    const notes = memoryNoteUploads()
    const rows = [noteRow(1, 100), noteRow(2, 100)]
    await notes.attach(
      draftOfSave(save(100, [1, 2]), 0),
      rows.map((one) => ({ row: one, bytes: new ArrayBuffer(4) })),
    )
    await notes.change(goesUnless((one) => one === id(1)))
    expect((await notes.rows()).map(({ isGoing }) => isGoing)).toEqual([undefined, true])
    expect([await notes.bytes(noteRow(1, 100)), await notes.bytes(noteRow(2, 100))]).toEqual([new ArrayBuffer(4), null])
  })
})
