import { createRoot, createSignal } from 'solid-js'
import { expect, test } from 'vitest'
import { createAlbum } from '../../../web/store/photos/album.ts'
import { createDays } from '../../../web/store/photos/days.ts'
import type { PhotoItem } from '../../../web/store/photos/photo-list.ts'
import type { RoomSession } from '../../../web/store/talk/room-session.ts'
import { clientId } from '../../support/builders.ts'

const noon = Date.UTC(2026, 10, 26, 3)
const aDay = 86_400_000
const item = (seq: number, storedAt = noon): PhotoItem => ({
  ...{ seq, by: 1, storedAt },
  file: { id: clientId(seq), kind: 'photo', name: 'a.jpg', type: 'image/jpeg', size: 1, sha256: 'ab' },
})

type Page = { items: PhotoItem[]; next: number | null }

/** An album of a room whose log grows by `grow`; `pages` answers what is asked for, as the wire does: with new objects. */
function anAlbum(pages: (before: string | null) => Page) {
  const [head, setHead] = createSignal(10)
  const entries = new Map<number, object>()
  const asked: (string | null)[] = []
  const session = {
    roomId: 'room',
    view: { head, entry: (seq: number) => entries.get(seq) },
    api: async ({ path }: { path: string }) => {
      const before = new URL(path, 'http://yagura').searchParams.get('before')
      asked.push(before)
      return { ok: true, value: structuredClone(pages(before)) }
    },
  } as unknown as RoomSession
  const album = createRoot(() => createAlbum(session, 'photo'))
  const grow = (...some: object[]) => {
    some.forEach((entry, i) => void entries.set(head() + 1 + i, entry))
    setHead(head() + some.length)
  }
  return { album, grow, asked, seqs: () => album.items().map(({ seq }) => seq) }
}

const message = { kind: 'message' }
const withPhoto = { kind: 'message', files: [{}] }

test('[FI13] [CL51] what came and went while nobody looked is seen in the album, though other messages followed', async () => {
  let newest = [item(9), item(8)]
  const { album, grow, seqs } = anAlbum(() => ({ items: newest, next: null }))
  await album.more()
  newest = [item(11), ...newest]
  grow(withPhoto, message, message)
  await expect.poll(seqs).toEqual([11, 9, 8])
  grow({ kind: 'retraction', target: 9 }, message)
  expect(seqs()).toEqual([11, 8])
})

test('[CL51] what is on the screen of an album is the same object after its newest page was asked for again', async () => {
  let newest = [item(9), item(8)]
  const { album, grow, seqs } = anAlbum(() => ({ items: newest, next: null }))
  await album.more()
  const [first] = album.items()
  newest = [item(11), ...newest]
  grow(withPhoto)
  await expect.poll(seqs).toEqual([11, 9, 8])
  expect(album.items()[1]).toBe(first)
})

test('[FI13] [CL51] when more came than a page holds, what lies between is fetched, and nothing is left out', async () => {
  let log = [9, 8, 7, 6]
  const pages = (before: string | null): Page => {
    const rest = log.filter((seq) => before === null || seq < Number(before))
    const some = rest.slice(0, 2)
    return { items: some.map((seq) => item(seq)), next: rest.length > 2 ? (some.at(-1) ?? null) : null }
  }
  const { album, grow, seqs } = anAlbum(pages)
  await album.more()
  log = [15, 14, 13, 12, 11, ...log]
  grow(withPhoto, withPhoto, withPhoto, withPhoto, withPhoto)
  await expect.poll(seqs).toEqual([15, 14])
  while (album.hasMore()) await album.more()
  expect(seqs()).toEqual(log)
})

test('[CL51] a day that was there stays the same when more of it comes, or another day', () => {
  const [items, setItems] = createSignal([item(9), item(8, noon - aDay)])
  const days = createRoot(() => createDays(items))
  const before = days()
  setItems((held) => [item(10), ...held, item(7, noon - aDay), item(6, noon - 2 * aDay)])
  expect(days()[0]).toBe(before[0])
  expect(days()[1]).toBe(before[1])
  expect(days().map((day) => day.items().map(({ seq }) => seq))).toEqual([[10, 9], [8, 7], [6]])
})
