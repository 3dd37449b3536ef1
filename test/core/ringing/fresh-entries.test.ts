import { describe, expect, test } from 'vitest'
import { freshIn } from '../../../durable/fresh-entries.ts'
import { limits } from '../../../protocol/limits.ts'
import { aMember, aRoom, clientId, id } from '../../support/builders.ts'
import { RoomHarness } from '../../support/room-harness.ts'

const post = (n: number, text = '了解', more: object = {}) => ({ t: 'post', id: clientId(n), text, ...more }) as const
const urgentMember = aMember('ami', { rights: { post: true, moderate: false, urgent: true } })

/** What a report would say was said after `toldHead`. */
const said = (room: RoomHarness, toldHead: number | null = 1, at = room.now) =>
  freshIn(room.state, room.storage, toldHead, at)

describe('a report', () => {
  test('[RG1] says what was said since the last, whom it mentions, and up to where it is read then', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    room.perform('ben', post(2, 'amiさんへ', { mentions: [1] }))
    expect(said(room).fresh).toEqual([
      { seq: 2, storedAt: room.now, countable: 1, by: id('ami') },
      { seq: 3, storedAt: room.now, countable: 2, by: id('ben'), mentions: [id('ami')] },
    ])
    expect(said(room, 2).fresh.map(({ seq }) => seq)).toEqual([3])
    expect(said(room, 3)).toEqual({ fresh: [], retracted: [] })
  })

  test('[RG1] after a crash says it again, but nothing that is old', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    expect(said(room, null, room.now + limits.ringFreshMs).fresh).toHaveLength(1)
    expect(said(room, null, room.now + limits.ringFreshMs + 1).fresh).toEqual([])
  })

  test('[RG1] [RG5] says what was retracted, and not that it was said', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    room.perform('ami', { t: 'retract', id: clientId(2), target: 2 })
    expect(said(room)).toEqual({ fresh: [], retracted: [2] })
  })

  test('[RG4] what corrects a 緊急 is one', () => {
    const room = new RoomHarness(aRoom([urgentMember, 'ben']))
    room.perform('ami', post(1, '集合は7時', { urgent: true }))
    room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '集合は8時' })
    expect(said(room).fresh.map(({ seq, urgent }) => [seq, urgent])).toEqual([
      [2, true],
      [3, true],
    ])
  })

  test('[RG1] in a desk room means the other side', () => {
    const side = (name: string, of: 'desk' | 'seat') => aMember(name, { side: of })
    const room = new RoomHarness(
      aRoom([side('desk1', 'desk'), side('desk2', 'desk'), side('captain', 'seat')], { facts: { kind: 'desk' } }),
    )
    room.perform('desk1', post(1))
    room.perform('captain', post(2))
    expect(said(room).fresh.map(({ only }) => only)).toEqual([[id('captain')], [id('desk1'), id('desk2')]])
  })

  test('[RG7] says who wrote and what only where the organization lets notifications show it', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1, '非常招集'))
    expect(JSON.stringify(said(room))).not.toMatch(/非常招集|"ami"/)
    const open = new RoomHarness(aRoom(['ami', 'ben'], { facts: { ringsShow: 'text' } }))
    open.perform('ami', post(1, '非常招集'))
    expect(said(open).fresh[0]?.line).toEqual({ by: 'ami', text: '非常招集' })
  })
})
