import { describe, expect, test } from 'vitest'
import type { RoomSummary, Rooms } from '../../../protocol/lobby-message.ts'
import { badgeOf, emptyLobby, foldRooms, listed } from '../../../web/store/list/lobby-view.ts'
import { id } from '../../support/builders.ts'

const room = (name: string, rest: Partial<RoomSummary> = {}): RoomSummary => ({
  id: id(name),
  name,
  kind: 'open',
  memberCount: 3,
  head: 1,
  unread: 0,
  mentions: 0,
  ...rest,
})
const said = (storedAt: number) => ({ last: { seq: 1, storedAt, by: '', text: '' } })
const frame = (rooms: RoomSummary[], rest: Partial<Rooms> = {}): Rooms => ({
  t: 'rooms',
  version: 1,
  whole: true,
  rooms,
  ...rest,
})
const names = (rooms: RoomSummary[], filter?: string) =>
  listed(foldRooms(emptyLobby, frame(rooms)), filter).map(({ name }) => name)

describe('the room list', () => {
  test('[LB1] announcements come first, then what was said last, then by name as people count', () => {
    const rooms = [
      room('第10分団'),
      room('第9分団'),
      room('旧', said(5)),
      room('新', said(9)),
      room('お知らせ', { kind: 'announce', ...said(1) }),
    ]
    expect(names(rooms)).toEqual(['お知らせ', '新', '旧', '第9分団', '第10分団'])
  })

  test('[LB4] a frame of what changed leaves the others', () => {
    const whole = foldRooms(emptyLobby, frame([room('a'), room('b')]))
    const changed = foldRooms(whole, frame([room('b', { unread: 2, mentions: 1 })], { whole: false, version: 2 }))
    expect(changed.rooms.size).toBe(2)
    expect(badgeOf(changed)).toEqual({ unread: 2, mentions: 1 })
  })

  test('[LB5] a room that is gone is gone with its counts', () => {
    const whole = foldRooms(emptyLobby, frame([room('a', { unread: 5 }), room('b')]))
    const left = foldRooms(whole, frame([], { whole: false, gone: [id('a')] }))
    expect([...left.rooms.keys()]).toEqual([id('b')])
    expect(badgeOf(left).unread).toBe(0)
  })

  test('a whole frame forgets what it does not name', () => {
    const before = foldRooms(emptyLobby, frame([room('a')]))
    expect([...foldRooms(before, frame([room('b')])).rooms.keys()]).toEqual([id('b')])
  })

  test('is searched by name, whatever the width, the case and the kana', () => {
    const rooms = [room('第12分団 個別連絡'), room('やぐら相談室'), room('LINE移行')]
    expect(names(rooms, '１２')).toEqual(['第12分団 個別連絡'])
    expect(names(rooms, 'ヤグラ')).toEqual(['やぐら相談室'])
    expect(names(rooms, 'line 移行')).toEqual(['LINE移行'])
    expect(names(rooms, 'x')).toEqual([])
  })
})
