import { describe, expect, test } from 'vitest'
import { noticeOf, pathWithin, payloadOf } from '../../web/service-worker/notice.ts'
import { id } from '../support/builders.ts'

const origin = 'https://yagura.test'
const room = id('room')
const push = (notification: object = {}, data: object = {}) => ({
  web_push: 8030,
  mutable: true,
  app_badge: 3,
  notification: {
    title: '分団長連絡用',
    body: '新着メッセージ',
    navigate: `${origin}/r/${room}/m/12`,
    tag: room,
    ...notification,
    data: { kind: 'entry', roomId: room, seq: 12, round: 0, urgent: false, receipt: 'proof', ...data },
  },
})
const read = (payload: unknown) => noticeOf(payload, origin)

describe('what a push says', () => {
  test('of an entry: the room, what was written, where it leads, and what waits', () => {
    expect(read(push())).toEqual({
      kind: 'entry',
      title: '分団長連絡用',
      body: '新着メッセージ',
      tag: room,
      path: `/r/${room}/m/12`,
      isUrgent: false,
      entry: { roomId: room, seq: 12, round: 0 },
      badge: 3,
      receipt: 'proof',
    })
  })

  test('of 緊急, with its round', () => {
    const notice = read(push({ tag: `${room}!` }, { urgent: true, round: 2 }))
    expect(notice).toMatchObject({ isUrgent: true, tag: `${room}!`, entry: { seq: 12, round: 2 } })
  })

  test('of a probe and of a test, which are of no room', () => {
    const none = { roomId: undefined, seq: undefined, round: undefined, urgent: undefined }
    const of = (kind: string, path: string) =>
      read(push({ navigate: `${origin}${path}`, tag: kind }, { kind, ...none }))
    expect(of('probe', '/')).toMatchObject({ kind: 'probe', entry: null, tag: 'probe', path: '/' })
    expect(of('test', '/ringing')).toMatchObject({ kind: 'test', entry: null, tag: 'test', path: '/ringing' })
  })

  test('the number for the icon as a number or as the text of one', () => {
    expect(read({ ...push(), app_badge: '7' }).badge).toBe(7)
    expect(read({ ...push({ app_badge: '4' }), app_badge: undefined }).badge).toBe(4)
    expect(read({ ...push(), app_badge: -1 }).badge).toBeNull()
    expect(read({ ...push(), app_badge: 1e15 }).badge).toBe(9_999)
  })
})

describe('[RG18] whatever comes, something is shown', () => {
  const plain = { title: '火の見櫓', body: '新着メッセージ', path: '/', tag: 'yagura', entry: null, isUrgent: false }

  test.each([
    ['nothing', null],
    ['no JSON', payloadOf('{"notification":')],
    ['an empty text', payloadOf('')],
    ['a number', 7],
    ['a list', ['notification']],
    ['a notification that is none', { notification: 'x' }],
    ['fields of other kinds', { notification: { title: 5, body: {}, tag: [], navigate: 3, data: 'x' } }],
    ['nothing but spaces', { notification: { title: '  ', body: '\n', data: null } }],
  ])('[RG18] %s', (_name, payload) => {
    expect(read(payload)).toMatchObject({ kind: 'unknown', ...plain })
  })

  test('[RG18] what is missing is filled in, and what is there is shown', () => {
    const { title: _, ...rest } = push().notification
    expect(read({ notification: rest })).toMatchObject({ title: '火の見櫓', kind: 'entry', tag: room })
    expect(read(push({ body: undefined }))).toMatchObject({ title: '分団長連絡用', body: '新着メッセージ' })
    expect(read(push({ tag: '' })).tag).toBe(room)
  })

  test('[RG18] what is huge is cut, and no letter in two', () => {
    const huge = '消'.repeat(1_000_000)
    const { title, body, tag, receipt } = read(
      push({ title: huge, body: '🚒'.repeat(5_000), tag: huge }, { receipt: huge }),
    )
    expect([title.length, [...body].length, tag.length, receipt?.length]).toEqual([120, 600, 64, 300])
    expect(body.endsWith('🚒')).toBe(true)
  })

  test.each([
    ['a room that is none', { roomId: '../../x' }],
    ['no seq', { seq: 0 }],
    ['a seq that is no whole number', { seq: 1.5 }],
    ['a seq as text', { seq: '12' }],
  ])('[RG18] %s is no entry, and 緊急 for nothing', (_name, data) => {
    expect(read(push({}, { ...data, urgent: true }))).toMatchObject({ kind: 'unknown', entry: null, isUrgent: false })
  })
})

describe('[RG18] where a tap leads', () => {
  test.each([
    [`${origin}/r/${room}/m/12`, `/r/${room}/m/12`],
    [`/r/${room}`, `/r/${room}`],
    [`${origin}/ringing`, '/ringing'],
    [`${origin}/r/${room}/m/12?x=1#y`, `/r/${room}/m/12`],
  ])('[RG18] %s is a place of the app', (address, path) => {
    expect(pathWithin(address, origin)).toBe(path)
  })

  test.each([
    `https://evil.test/r/${room}`,
    `//evil.test/r/${room}`,
    `https://yagura.test.evil.test/r/${room}`,
    `http://yagura.test/r/${room}`,
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    `blob:${origin}/r/${room}`,
    'file:///etc/passwd',
    `${origin}/api/session`,
    `${origin}/r/${room}/../../api/me`,
    '\\\\evil.test\\x',
    'https://[',
    '',
    `/r/${room}/m/${'1'.repeat(400)}`,
    null,
    { toString: () => '/settings' },
  ])('[RG18] %s leads home', (address) => {
    expect(pathWithin(address, origin)).toBe('/')
  })
})
