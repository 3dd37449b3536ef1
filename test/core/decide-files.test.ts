import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { preview } from '../../core/preview.ts'
import { Post } from '../../protocol/client-message.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import { aRoom, clientId } from '../support/builders.ts'
import { MemoryRoomStorage } from '../support/memory-room-storage.ts'
import { RoomHarness } from '../support/room-harness.ts'

const aFile = (n: number, more: Partial<CarriedFile> = {}): CarriedFile => ({
  ...{
    id: clientId(n, 9),
    kind: 'photo',
    name: `${n}.jpg`,
    type: 'image/jpeg',
    size: 100 + n,
    sha256: 'ab'.repeat(32),
  },
  ...more,
})
const post = (n: number, files: { id: string }[], text = '') =>
  ({ t: 'post', id: clientId(n), text, files: files.map(({ id }) => ({ id })) }) as const

function aRoomWith(...uploads: { by: number; file: CarriedFile }[]) {
  const storage = new MemoryRoomStorage()
  storage.uploads.push(...uploads)
  return new RoomHarness(aRoom(['ami', 'ben']), storage)
}

describe('a message that carries files', () => {
  test('[FI5] it has what the room found, in its order, and needs no words', () => {
    const [one, two] = [aFile(1), aFile(2, { kind: 'file', name: '計画.pdf', type: 'application/pdf' })]
    const room = aRoomWith({ by: 1, file: one }, { by: 1, file: two })
    expect(room.perform('ami', post(1, [two, one]))).toMatchObject({ ok: true })
    const entry = room.storage.entry(2)
    expect(entry).toMatchObject({ kind: 'message', text: '', files: [two, one] })
    expect(entry && preview(entry, null)).toEqual({ text: '写真 1枚、ファイル 1件' })
  })

  test('[FI5] an unknown, a foreign, a doubled and an already sent upload are refused alike', () => {
    const [own, foreign] = [aFile(1), aFile(2)]
    const room = aRoomWith({ by: 1, file: own }, { by: 2, file: foreign })
    for (const files of [[aFile(3)], [foreign], [own, own], [own, foreign]]) {
      expect(room.perform('ami', post(1, files))).toEqual({ ok: false, refusal: { code: 'upload_unknown' } })
    }
    room.perform('ami', post(1, [own]))
    expect(room.perform('ami', post(2, [own]))).toEqual({ ok: false, refusal: { code: 'upload_unknown' } })
    expect(room.state.head).toBe(2)
  })

  test('[FI5] [LG3] [LG4] which files it carries is part of what a client id stands for', () => {
    const [one, two] = [aFile(1), aFile(2)]
    const room = aRoomWith({ by: 1, file: one }, { by: 1, file: two })
    const first = room.perform('ami', post(1, [one], '現場'))
    const answer = first.ok && first.value.answer
    room.evict()
    expect(room.perform('ami', post(1, [one], '現場'))).toMatchObject({ ok: true, value: { answer, changes: [] } })
    for (const other of [[], [two], [one, two]]) {
      const files = other.length > 0 ? { files: other.map(({ id }) => ({ id })) } : {}
      expect(room.perform('ami', { t: 'post', id: clientId(1), text: '現場', ...files })).toEqual({
        ...{ ok: false, refusal: { code: 'client_id_reused' } },
      })
    }
  })

  test('[FI5] a correction leaves the files, a retraction takes them away', () => {
    const one = aFile(1)
    const room = aRoomWith({ by: 1, file: one })
    room.perform('ami', post(1, [one], '現場'))
    room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '現場（東側）' })
    expect(room.storage.entry(2)).toMatchObject({ text: '現場（東側）', files: [one] })
    room.perform('ami', { t: 'retract', id: clientId(3), target: 2 })
    expect(room.storage.entry(2)).not.toHaveProperty('files')
    expect(JSON.stringify(room.storage.entries(1, room.state.head))).not.toContain(one.sha256)
  })

  test('[FI5] without files a message still needs words', () => {
    const room = aRoomWith()
    expect(room.perform('ami', { t: 'post', id: clientId(1), text: '' })).toEqual({
      ...{ ok: false, refusal: { code: 'text_empty' } },
    })
  })
})

describe('a photo and what is known of it', () => {
  const photo = aFile(1)
  const thumb = aFile(2, { kind: 'thumb' })
  const facts = {
    ...{ width: 1_600, height: 1_200, thumb: thumb.id },
    taken: { at: 1_000, from: 'exif' },
    place: { lat: 36.345, lon: 140.304, accuracyM: 12, from: 'phone' },
  } as const
  const carrying = (...files: { id: string }[]) => ({ t: 'post', id: clientId(9), text: '', files }) as const

  test('[FI11] its small picture, its size, when and where stand in the message', () => {
    const room = aRoomWith({ by: 1, file: photo }, { by: 1, file: thumb })
    expect(room.perform('ami', carrying({ id: photo.id, ...facts }))).toMatchObject({ ok: true })
    expect(room.storage.entry(2)).toMatchObject({ files: [{ ...photo, ...facts }] })
  })

  test('[FI11] a small picture is the author’s own, is one, is not sent by itself, and belongs to one photo', () => {
    const document = aFile(3, { kind: 'file' })
    const foreign = aFile(4, { kind: 'thumb' })
    const another = aFile(5)
    const own = [photo, thumb, document, another].map((file) => ({ by: 1, file }))
    const room = aRoomWith(...own, { by: 2, file: foreign })
    const wrong = [
      ...[[thumb], [{ id: photo.id, thumb: foreign.id }], [{ id: photo.id, thumb: document.id }]],
      [{ id: document.id, thumb: thumb.id }],
      [
        { id: photo.id, thumb: thumb.id },
        { id: another.id, thumb: thumb.id },
      ],
    ]
    for (const files of wrong)
      expect(
        room.perform('ami', carrying(...files.map(({ id, ...rest }) => ('kind' in rest ? { id } : { id, ...rest })))),
      ).toEqual({ ok: false, refusal: { code: 'upload_unknown' } })
  })

  test('[FI15] of a copy the room alone says what is known and where it comes from, and one that is none cannot claim it', () => {
    const origin = { room: '第2分団', by: '火見 二郎', unit: '第2分団', at: 5 }
    const copy = aFile(6, { width: 800, height: 600, thumb: thumb.id, origin })
    const room = aRoomWith({ by: 1, file: copy }, { by: 1, file: thumb }, { by: 1, file: photo })
    const said = { id: copy.id, width: 1, taken: facts.taken, place: facts.place }
    expect(room.perform('ami', carrying(said))).toMatchObject({ ok: true })
    expect(room.storage.entry(2)).toMatchObject({ files: [copy] })
    expect(JSON.stringify(room.storage.entry(2))).not.toContain('lat')
    const forged = { t: 'post', id: clientId(8), text: '', files: [{ id: photo.id, origin }] }
    expect(v.safeParse(Post, forged).success).toBe(false)
    const twice = aFile(7, { thumb: thumb.id, origin })
    const other = aRoomWith({ by: 1, file: copy }, { by: 1, file: thumb }, { by: 1, file: twice })
    expect(other.perform('ami', carrying(copy, twice))).toEqual({ ok: false, refusal: { code: 'upload_unknown' } })
  })
})
