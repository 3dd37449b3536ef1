import { describe, expect, test } from 'vitest'
import { noteStanding } from '../../core/note-change.ts'
import { preview } from '../../core/preview.ts'
import { sheetRows, sheetTarget } from '../../core/read-sheet.ts'
import { unreadOf } from '../../core/stay.ts'
import { emptyTimeline, foldEntry } from '../../core/timeline.ts'
import { freshIn } from '../../durable/fresh-entries.ts'
import type { NoteTold } from '../../protocol/bindings.ts'
import type { Entry } from '../../protocol/entry.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import { aMember, aRoom, clientId, id } from '../support/builders.ts'
import { MemoryRoomStorage } from '../support/memory-room-storage.ts'
import { RoomHarness } from '../support/room-harness.ts'

const note = clientId(1, 9)
const told = (version: number, more: Partial<NoteTold> = {}): NoteTold => ({
  ...{ note, noteKind: 'text', title: `題 ${version}`, version, by: id('ami'), files: [] },
  ...{ change: version === 1 ? 'published' : 'changed' },
  ...more,
})

const tell = (room: RoomHarness, ...versions: NoteTold[]) => {
  const { seqs, changes } = room.service.applyNotes(versions, room.now)
  room.delivery.deliver(changes)
  room.fanOut.flush()
  return seqs
}

const theRoom = (...names: string[]) => new RoomHarness(aRoom(names.length > 0 ? names : ['ami', 'ben', 'cho']))
const photo: CarriedFile = {
  id: clientId(1, 7),
  kind: 'photo',
  name: 'a.jpg',
  type: 'image/jpeg',
  size: 1,
  sha256: '00',
}

/** By name: who has read it, who an earlier version only, who none. */
function readersOf(room: RoomHarness, seq: number) {
  const target = sheetTarget(room.storage.entry(seq) as Entry, room.storage)
  if (!target) return null
  const { members, read, stale } = sheetRows(room.state, target)
  const state = (i: number) => (stale[i] ? 'old' : read[i] ? 'read' : 'unread')
  return Object.fromEntries(members.map((no, i) => [room.state.people[no - 1]?.name, state(i)]))
}

const unread = (room: RoomHarness, name: string) => {
  const stay = room.state.newest.get(room.no(name))
  return stay && unreadOf(stay, room.state.countable)
}

describe('a note in the log', () => {
  test('[NO8] a version is one entry by whoever saved it', () => {
    const room = theRoom()
    expect(tell(room, told(1, { files: [photo] }))).toEqual([2])
    expect(room.storage.entry(2)).toEqual({
      ...{ seq: 2, by: room.no('ami'), storedAt: room.now, kind: 'note', note, noteKind: 'text' },
      ...{ title: '題 1', version: 1, change: 'published', files: [photo] },
    })
  })

  test('[NO8] told twice, also after an eviction and with later versions, it stands there once', () => {
    const room = theRoom()
    tell(room, told(1))
    room.evict()
    expect(tell(room, told(1), told(3), told(3))).toEqual([2, 3, 3])
    expect(tell(room, told(1), told(3))).toEqual([2, 3])
    expect(room.state.head).toBe(3)
  })

  test('[NO8] it is by nobody where they left before the room was told, and still once when they left between two tellings', () => {
    const room = theRoom()
    tell(room, told(1))
    room.applyDirectory(aRoom(['ben', 'cho'], { revision: 2 }))
    expect(tell(room, told(1), told(2))).toEqual([2, 4])
    expect([room.storage.entry(2)?.by, room.storage.entry(4)?.by]).toEqual([1, 0])
  })

  test('[NO11] it is unread to all but its author, and read by pointers; archiving counts for nobody', () => {
    const room = theRoom()
    tell(room, told(1))
    expect(['ami', 'ben', 'cho'].map((name) => unread(room, name))).toEqual([0, 1, 1])
    const ben = room.open('ben')
    expect(ben.welcome()).toMatchObject({ unread: 1, reads: { from: 1, counts: [0, 0] } })
    room.send(ben, { t: 'read', seq: 2 })
    room.advance(100)
    expect(['ami', 'ben', 'cho'].map((name) => unread(room, name))).toEqual([0, 0, 1])
    tell(room, told(2, { change: 'archived', by: id('cho') }))
    expect(['ami', 'ben', 'cho'].map((name) => unread(room, name))).toEqual([0, 0, 1])
    expect(room.open('cho').welcome().reads).toEqual({ from: 1, counts: [0, 1, 0] })
  })

  test('[NO11] the newest entry supersedes all earlier ones of the same note, and of no other', () => {
    const room = theRoom()
    tell(room, told(1), told(1, { note: clientId(2, 9) }), told(2), told(5))
    room.evict()
    expect(room.storage.entries(2, 5).map((entry) => 'supersededBy' in entry && entry.supersededBy)).toEqual([
      ...[5, false, 5, false],
    ])
    expect(room.storage.entries(2, 5).map((entry) => 'target' in entry)).toEqual([false, false, false, false])
  })

  test('[NO11] its sheet tells who has read it, who an earlier version only, and who none', () => {
    const room = theRoom('ami', 'ben', 'cho', 'dai')
    tell(room, told(1))
    room.perform('ben', { t: 'read', seq: 2 })
    room.perform('cho', { t: 'read', seq: 2 })
    expect(readersOf(room, 2)).toEqual({ ben: 'read', cho: 'read', dai: 'unread' })
    tell(room, told(2))
    room.perform('cho', { t: 'read', seq: 3 })
    for (const seq of [2, 3]) expect(readersOf(room, seq)).toEqual({ ben: 'old', cho: 'read', dai: 'unread' })
    tell(room, told(3, { by: id('cho') }))
    expect(readersOf(room, 4)).toEqual({ ami: 'old', ben: 'old', dai: 'unread' })
    tell(room, told(4, { change: 'archived' }))
    expect(readersOf(room, 4)).toEqual({ ami: 'old', ben: 'old', dai: 'unread' })
    expect(readersOf(room, 5)).toBeNull()
  })

  test('[NO11] who came between two versions has not read the first', () => {
    const room = theRoom('ami', 'ben')
    tell(room, told(1))
    room.applyDirectory(aRoom(['ami', 'ben', 'cho'], { revision: 2 }))
    tell(room, told(2))
    expect(readersOf(room, 4)).toEqual({ ben: 'unread', cho: 'unread' })
    room.perform('cho', { t: 'read', seq: 4 })
    expect(readersOf(room, 4)).toEqual({ ben: 'unread', cho: 'read' })
  })

  test('[NO11] a client that was there holds what one holds that comes now', () => {
    const room = theRoom()
    const there = room.open('ben')
    tell(room, told(1, { note: clientId(2, 9) }), told(1), told(2))
    room.perform('cho', { t: 'post', id: clientId(1), text: '了解' })
    tell(room, told(3, { change: 'archived' }), told(4, { change: 'published' }))
    const [live, late] = [emptyTimeline(), emptyTimeline()]
    for (const { entries = [] } of there.updates()) for (const entry of entries) foldEntry(live, entry)
    for (const entry of room.open('cho').welcome().entries) foldEntry(late, entry)
    late.entries.delete(1)
    expect([...live.entries]).toEqual([...late.entries])
    // A page that was under way comes late, and changes nothing.
    foldEntry(live, { ...(room.storage.entry(3) as Entry), supersededBy: 4 } as Entry)
    expect(live.entries.get(3)).toEqual(room.storage.entry(3))
    expect(live.entries.get(2)).not.toHaveProperty('supersededBy')
  })
})

describe('a note outside of its room', () => {
  const line = (more: Partial<NoteTold>) => {
    const room = theRoom()
    tell(room, told(1, more))
    return preview(room.storage.entry(2) as Entry, null)
  }

  test('[NO12] in a list it is its title, a bereavement is neutral, and archiving is no line', () => {
    expect(line({ title: '12月の訓練日程' })).toEqual({ text: 'ノート：12月の訓練日程' })
    expect(line({ title: '訃報 火見太郎', noteKind: 'bereavement' })).toEqual({ text: 'お知らせがあります' })
    expect(line({ change: 'archived' })).toBeNull()
  })

  const rung = (shows: 'room' | 'text', ...versions: NoteTold[]) => {
    const room = new RoomHarness(
      aRoom(['ami', 'ben'], { facts: shows === 'text' ? { ringsShow: shows } : {} }),
      new MemoryRoomStorage(),
    )
    tell(room, ...versions)
    return freshIn(room.state, room.storage, 1, room.now).fresh.map(({ seq, line }) => [seq, line?.text])
  }

  test('[NO12] it rings with its title only where notifications show texts, and a bereavement with nothing of itself', () => {
    expect(rung('room', told(1))).toEqual([[2, undefined]])
    expect(rung('text', told(1))).toEqual([[2, 'ノート：題 1']])
    expect(rung('text', told(1, { noteKind: 'bereavement' }))).toEqual([[2, 'お知らせがあります']])
  })

  test('[NO12] what a later version took the place of rings nobody, nor does archiving', () => {
    expect(rung('text', told(1), told(2))).toEqual([[3, 'ノート：題 2']])
    expect(rung('text', told(1), told(2, { change: 'archived' }))).toEqual([])
  })

  test('[NO17] [RG5] what rings for the version before is called back, and of other notes nothing', () => {
    const room = theRoom()
    const other = clientId(2, 9)
    tell(room, told(1), told(1, { note: other }))
    const callsBack = (...versions: NoteTold[]) => {
      const from = room.state.head
      tell(room, ...versions)
      return freshIn(room.state, room.storage, from, room.now).retracted
    }
    expect(freshIn(room.state, room.storage, 1, room.now).retracted).toEqual([])
    expect(callsBack(told(2))).toEqual([2])
    expect(callsBack(told(3), told(4))).toEqual([4, 5])
    expect(callsBack(told(5, { change: 'archived' }))).toEqual([6])
    expect(callsBack(told(2, { note: other, change: 'archived' }))).toEqual([3])
  })
})

describe('who writes notes', () => {
  test('[NO6] whoever may post, by name, title and unit as they are now', () => {
    const members = [aMember('ami'), aMember('ben', { rights: { post: false, moderate: false } })]
    const room = new RoomHarness(aRoom(members, { facts: { kind: 'announce' } }))
    const standing = (name: string) => noteStanding(room.state, room.no(name), [], room.storage)
    expect(standing('ami')).toEqual({
      organizationId: id('corps'),
      author: { accountId: id('ami'), name: 'ami', title: '分団長', unit: '第1分団' },
      mayWrite: true,
      uploads: [],
    })
    expect(standing('ben').mayWrite).toBe(false)
  })

  test('[NO7] of the uploads that are asked for they may take their own, whole and carried by nothing', () => {
    const storage = new MemoryRoomStorage()
    const room = new RoomHarness(aRoom(['ami', 'ben']), storage)
    const [own, thumb, others] = [photo, { ...photo, id: clientId(2, 7), kind: 'thumb' as const }, clientId(3, 7)]
    storage.uploads.push({ by: 1, file: own }, { by: 1, file: thumb }, { by: 2, file: { ...photo, id: others } })
    const asked = [own.id, thumb.id, others, clientId(4, 7)]
    expect(noteStanding(room.state, 1, asked, room.storage).uploads).toEqual([own])
    room.perform('ami', { t: 'post', id: clientId(1), text: '', files: [{ id: own.id }] })
    expect(noteStanding(room.state, 1, asked, room.storage).uploads).toEqual([])
  })
})
