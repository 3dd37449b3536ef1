import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { aMember, aRoom, clientId } from '../support/builders.ts'
import { RoomHarness } from '../support/room-harness.ts'

const post = (n: number, text = '了解しました', more: object = {}) =>
  ({ t: 'post', id: clientId(n), text, ...more }) as const
const answer = (outcome: ReturnType<RoomHarness['perform']>) => (outcome.ok ? outcome.value.answer : outcome.refusal)

describe('the room log', () => {
  test('[LG1] entries have the numbers 1, 2, 3, … in the order in which they were stored', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    room.perform('ben', post(2))
    room.perform('ami', { t: 'retract', id: clientId(3), target: 2 })
    expect(room.storage.entries(1, room.state.head).map((entry) => entry.seq)).toEqual([1, 2, 3, 4])
  })

  test('[LG3] the same client id with the same content is stored once and answered with the first answer', () => {
    const room = new RoomHarness(aRoom(['ami']))
    const first = answer(room.perform('ami', post(1, '集合は詰所')))
    room.perform('ami', post(2))
    room.evict()
    expect(answer(room.perform('ami', post(1, '集合は詰所')))).toEqual(first)
    expect(room.state.head).toBe(3)
  })

  test('[LG4] the same client id with other content is refused, and is another message from another account', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1, '集合は詰所'))
    expect(answer(room.perform('ami', post(1, '集合は公民館')))).toEqual({ code: 'client_id_reused' })
    expect(answer(room.perform('ami', { t: 'retract', id: clientId(1), target: 2 }))).toEqual({
      code: 'client_id_reused',
    })
    expect(answer(room.perform('ben', post(1, '集合は公民館')))).toEqual({ id: clientId(1), seq: 3 })
  })

  test('[LG5] a corrected message is served with the newest text, its version and the newest correction', () => {
    const room = new RoomHarness(aRoom(['ami']))
    room.perform('ami', post(1, '集合は7時'))
    room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '集合は8時' })
    room.perform('ami', { t: 'correct', id: clientId(3), target: 3, text: '集合は9時' })
    expect(room.storage.entry(2)).toMatchObject({ text: '集合は9時', version: 2, supersededBy: 4 })
    expect(room.storage.entry(3)).not.toHaveProperty('text')
    expect(room.storage.entry(4)).toMatchObject({ kind: 'correction', target: 2, text: '集合は9時', version: 2 })
  })

  test('[LG6] a retracted message and its corrections are served without text', () => {
    const room = new RoomHarness(aRoom(['ami']))
    room.perform('ami', post(1, '誤報でした', { actedAt: 5 }))
    room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '誤報' })
    room.perform('ami', { t: 'retract', id: clientId(3), target: 2 })
    expect(JSON.stringify(room.storage.entries(1, 9))).not.toContain('誤報')
    expect(room.storage.entry(2)).toEqual({
      seq: 2,
      by: 1,
      storedAt: room.now,
      kind: 'message',
      retracted: true,
      supersededBy: 4,
    })
  })

  test('[LG7] only the author changes a message, within the window, and not what is retracted', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    const correct = (n: number) => ({ t: 'correct', id: clientId(n), target: 2, text: '直しました' }) as const
    expect(answer(room.perform('ben', correct(2)))).toEqual({ code: 'not_author' })
    room.advance(room.state.facts.changeWindowMs)
    expect(answer(room.perform('ami', correct(3)))).toEqual({ id: clientId(3), seq: 3 })
    room.advance(1)
    expect(answer(room.perform('ami', correct(4)))).toEqual({ code: 'window_passed' })
    room.perform('ami', post(5))
    room.perform('ami', { t: 'retract', id: clientId(6), target: 4 })
    expect(answer(room.perform('ami', { t: 'retract', id: clientId(7), target: 4 }))).toEqual({
      code: 'already_retracted',
    })
    expect(answer(room.perform('ami', { t: 'correct', id: clientId(8), target: 99, text: 'x' }))).toEqual({
      code: 'no_such_entry',
    })
  })

  test('[LG8] a text has 1 to 4,000 graphemes and at most 16 KiB, and comes back as it was', () => {
    const room = new RoomHarness(aRoom(['ami']))
    const families = '👨‍👩‍👧‍👦'.repeat(600)
    const texts = [
      'あ'.repeat(limits.maxTextGraphemes),
      '𠮷'.repeat(limits.maxTextGraphemes),
      families,
      '停電\r\n復旧 \u200fabc\u2028',
      '﷽',
    ]
    for (const [i, text] of texts.entries())
      expect(answer(room.perform('ami', post(i, text)))).toMatchObject({ seq: i + 2 })
    expect(room.storage.entries(2, 9).map((entry) => 'text' in entry && entry.text)).toEqual(texts)
    const codes = [
      '',
      '  \n',
      'あ'.repeat(limits.maxTextGraphemes + 1),
      '👨‍👩‍👧‍👦'.repeat(700),
      '\ud800',
      'a\u0000',
    ].map((text, i) => (answer(room.perform('ami', post(100 + i, text))) as { code: string }).code)
    expect(codes).toEqual(['text_empty', 'text_empty', 'text_too_long', 'text_too_long', 'malformed', 'malformed'])
  })

  test('[LG16] a place is part of what a client id stands for, stays with a correction and goes with a retraction', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    const place = { lat: 36.123456, lon: 140.123456, accuracyM: 15, at: 5, source: 'gps' } as const
    const first = answer(room.perform('ami', post(1, '現在地', { place })))
    expect(answer(room.perform('ami', post(1, '現在地', { place: { ...place } })))).toEqual(first)
    const others = [undefined, { ...place, lat: 36.123457 }, { ...place, lon: 140 }, { ...place, accuracyM: 16 }]
    for (const other of [...others, { ...place, at: 6 }, { ...place, source: 'typed' }])
      expect(answer(room.perform('ami', post(1, '現在地', { place: other })))).toEqual({ code: 'client_id_reused' })
    expect(answer(room.perform('ami', post(2, ' ', { place })))).toEqual({ code: 'text_empty' })
    room.perform('ami', { t: 'correct', id: clientId(3), target: 2, text: '現在地は橋の西側' })
    room.evict()
    expect(room.storage.entry(2)).toMatchObject({ text: '現在地は橋の西側', place })
    room.perform('ami', { t: 'retract', id: clientId(4), target: 2 })
    expect(JSON.stringify(room.storage.entries(1, 9))).not.toContain('140.1')
  })

  test('[LG9] mentions name present members, and a reply names an entry that its author may see', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    expect(answer(room.perform('ami', post(1, 'x', { mentions: [2, 2], replyTo: 99 })))).toEqual({
      code: 'no_such_entry',
    })
    expect(answer(room.perform('ami', post(1, 'x', { mentions: [3] })))).toEqual({ code: 'no_such_member' })
    room.perform('ami', post(1, 'x', { mentions: [2, 2] }))
    expect(room.storage.entry(2)).toMatchObject({ mentions: [2] })
    room.applyDirectory(aRoom(['ami'], { revision: 2 }))
    expect(answer(room.perform('ami', post(2, 'x', { mentions: [2] })))).toEqual({ code: 'no_such_member' })
  })

  test('[LG10] where only some may post, the others are refused, and still react', () => {
    const desk = aMember('desk', { rights: { post: true, moderate: true } })
    const ami = aMember('ami', { rights: { post: false, moderate: false } })
    const room = new RoomHarness(aRoom([desk, ami], { facts: { kind: 'announce' } }))
    expect(answer(room.perform('ami', post(1)))).toEqual({ code: 'read_only_room' })
    room.perform('desk', post(2))
    expect(answer(room.perform('ami', { t: 'react', id: clientId(3), target: 2, code: 'roger' }))).toMatchObject({
      rev: 1,
    })
  })

  test('[LG11] a member has one reaction on an entry: the latest, and none once it is taken back', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    room.perform('ben', { t: 'react', id: clientId(2), target: 2, code: 'can_go' })
    room.perform('ben', { t: 'react', id: clientId(3), target: 2, code: 'cannot_go' })
    expect(room.storage.marksOn(1, 9)).toMatchObject([{ no: 2, value: 'cannot_go', rev: 2 }])
    room.perform('ben', { t: 'react', id: clientId(4), target: 2, code: null })
    expect(room.storage.marksOn(1, 9)).toEqual([])
  })

  test('[LG12] everyone pins in an open room, only moderators in an announcement room', () => {
    const pin = (n: number) => ({ t: 'pin', id: clientId(n), target: 2, pinned: true }) as const
    const open = new RoomHarness(aRoom(['ami', 'ben']))
    open.perform('ami', post(1))
    expect(answer(open.perform('ben', pin(2)))).toMatchObject({ rev: 1 })
    expect(open.storage.pins()).toMatchObject([{ seq: 2, no: 0, by: 2 }])
    const announce = new RoomHarness(aRoom(['ami'], { facts: { kind: 'announce' } }))
    announce.perform('ami', post(1))
    expect(answer(announce.perform('ami', pin(2)))).toEqual({ code: 'not_allowed' })
  })

  test('[LG13] every change of a mark has a rev of its own, and what is already so has none', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    const roger = { t: 'react', id: clientId(2), target: 2, code: 'roger' } as const
    expect(answer(room.perform('ben', roger))).toEqual({ id: clientId(2), rev: 1 })
    expect(answer(room.perform('ben', { ...roger, id: clientId(3) }))).toEqual({ id: clientId(3), rev: 1 })
    room.perform('ami', { ...roger, id: clientId(4) })
    expect(room.storage.marksSince(1)).toMatchObject([{ no: 1, rev: 2 }])
  })

  test('[LG15] a sender’s clock, however wrong, moves and refuses nothing', () => {
    const room = new RoomHarness(aRoom(['ami']))
    const clocks = [room.now + 3.2e11, 0, room.now - 86_400_000]
    for (const [i, sentAt] of clocks.entries())
      expect(answer(room.perform('ami', post(i, 'x', { sentAt })))).toMatchObject({ seq: i + 2 })
    expect(room.storage.entries(2, 4).map((entry) => entry.sentAt)).toEqual(clocks)
  })
})

describe('緊急', () => {
  const members = [aMember('ami', { rights: { post: true, moderate: false, urgent: true } }), 'ben']

  test('[RG4] is written by whom the organization lets, and refused to others', () => {
    const room = new RoomHarness(aRoom(members))
    expect(answer(room.perform('ami', post(1, '非常招集', { urgent: true })))).toEqual({ id: clientId(1), seq: 2 })
    expect(answer(room.perform('ben', post(1, '非常招集', { urgent: true })))).toEqual({ code: 'not_allowed' })
    expect(room.storage.entry(2)).toMatchObject({ text: '非常招集', urgent: true })
  })

  test('[RG4] [LG4] is part of what a client id stands for', () => {
    const room = new RoomHarness(aRoom(members))
    room.perform('ami', post(1, '非常招集', { urgent: true }))
    expect(answer(room.perform('ami', post(1, '非常招集')))).toEqual({ code: 'client_id_reused' })
  })

  test('[RG4] [LG5] [LG6] stays what it is when it is corrected, and is gone when it is retracted', () => {
    const room = new RoomHarness(aRoom(members))
    room.perform('ami', post(1, '集合は7時', { urgent: true }))
    room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '集合は8時' })
    expect(room.storage.entry(2)).toMatchObject({ text: '集合は8時', urgent: true })
    room.perform('ami', { t: 'retract', id: clientId(3), target: 2 })
    expect(room.storage.entry(2)).not.toHaveProperty('urgent')
  })
})

describe('membership', () => {
  test('[MB1] who is not a member is refused as if there were no room', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.applyDirectory(aRoom(['ami'], { revision: 2 }))
    const asked = [2, 77].map((no) => ({ no, command: post(1), at: room.now }))
    const refused = { ok: false, refusal: { code: 'not_found' } }
    expect(room.service.perform(asked)).toEqual([refused, refused])
  })

  test('[MB2] a directory state with a revision up to the room’s own changes nothing', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben'], { revision: 5 }))
    room.applyDirectory(aRoom(['ami'], { revision: 5 }))
    room.applyDirectory(aRoom([], { revision: 4 }))
    expect([room.state.head, room.no('ben')]).toEqual([1, 2])
  })

  test('[MB3] a change that moves people is one entry, and starts and ends their stays there', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.applyDirectory(aRoom(['ami', 'cho', 'dai'], { revision: 2 }))
    expect(room.storage.entry(2)).toMatchObject({ kind: 'membership', joined: [3, 4], left: [2], by: 0 })
    expect(room.state.stays.map(({ no, joinedSeq, leftSeq }) => [no, joinedSeq, leftSeq])).toEqual([
      [1, 1, null],
      [2, 1, 2],
      [3, 2, null],
      [4, 2, null],
    ])
  })

  test('[MB4] who rejoins gets a new stay and keeps the number', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.applyDirectory(aRoom(['ami'], { revision: 2 }))
    room.applyDirectory(aRoom(['ami', 'ben'], { revision: 3 }))
    expect(room.no('ben')).toBe(2)
    expect(room.state.stays.filter((stay) => stay.no === 2)).toMatchObject([
      { leftSeq: 2 },
      { joinedSeq: 3, leftSeq: null },
    ])
  })

  test('[MB5] the sockets of who was removed close, and hear nothing of it', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    const ben = room.open('ben')
    const heard = ben.frames.length
    room.applyDirectory(aRoom(['ami'], { revision: 2 }))
    room.perform('ami', post(1))
    expect([ben.closedWith, ben.frames.length]).toEqual([4403, heard])
  })

  test('[MB6] where history starts with joining, nothing from before the present stay is served', () => {
    const room = new RoomHarness(aRoom(['ami'], { facts: { history: 'since-joining' } }))
    room.perform('ami', post(1, '前の話'))
    room.applyDirectory(aRoom(['ami', 'ben'], { revision: 2, facts: { history: 'since-joining' } }))
    const ben = room.open('ben')
    expect(ben.welcome().entries.map((entry) => entry.seq)).toEqual([3])
    room.send(ben, { t: 'page', before: 3 })
    expect(ben.messages().at(-1)).toMatchObject({ t: 'page', entries: [], first: true })
    expect(answer(room.perform('ben', { t: 'react', id: clientId(1), target: 2, code: 'roger' }))).toEqual({
      code: 'no_such_entry',
    })
  })

  test('[MB8] a new title changes the roster, not the log', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    const ami = room.open('ami')
    room.applyDirectory(aRoom(['ami', aMember('ben', { title: '副団長' })], { revision: 2 }))
    expect(room.state.head).toBe(1)
    expect(ami.updates().at(-1)?.roster).toMatchObject({ since: 1, version: 2, members: [{ no: 2, title: '副団長' }] })
  })
})
