import { describe, expect, test } from 'vitest'
import { type Notice, noticeOf } from '../../web/service-worker/notice.ts'
import { isHeard, isRepeated, rungBy, rungWith, type Standing, shownAs } from '../../web/service-worker/showing.ts'
import { id } from '../support/builders.ts'

const room = id('room')
const anEntry = (seq: number, { round = 0, urgent = false } = {}): Notice =>
  noticeOf(
    {
      notification: {
        title: urgent ? '【緊急】分団長連絡用' : '分団長連絡用',
        body: `${seq}件目`,
        navigate: `/r/${room}/m/${seq}`,
        tag: urgent ? `${room}!` : room,
        data: { kind: 'entry', roomId: room, seq, round, urgent, receipt: `receipt ${seq}` },
      },
    },
    'https://yagura.test',
  )
const aTest = noticeOf({ notification: { data: { kind: 'test' }, tag: 'test' } }, 'https://yagura.test')
const aProbe = noticeOf({ notification: { data: { kind: 'probe' }, tag: 'probe' } }, 'https://yagura.test')

/** What rings of these, one after another. */
function heardOf(notices: readonly Notice[]): boolean[] {
  const rung = new Map<string, ReturnType<typeof rungWith>>()
  return notices.map((notice) => {
    const before = rung.get(notice.tag) ?? []
    if (notice.entry) rung.set(notice.tag, rungWith(before, notice.entry))
    return isHeard(notice, { isRepeat: isRepeated(notice, before), isLooking: false })
  })
}

describe('what is heard', () => {
  test('[RG18] each new entry once, and a repeated or belated push not again', () => {
    const pushed = [anEntry(12), anEntry(12), anEntry(13), anEntry(12), anEntry(13), anEntry(14)]
    expect(heardOf(pushed)).toEqual([true, false, true, false, false, true])
  })

  test('[RG18] 緊急 in each round and for each entry, also when a newer one rang meanwhile', () => {
    const urgent = (seq: number, round: number) => anEntry(seq, { round, urgent: true })
    const pushed = [
      urgent(12, 0),
      urgent(12, 0),
      urgent(12, 1),
      urgent(14, 0),
      urgent(12, 2),
      urgent(12, 1),
      urgent(14, 0),
    ]
    expect(heardOf(pushed)).toEqual([true, false, true, true, true, false, false])
  })

  test('[RG18] what cannot be read and what was asked for every time, a probe never', () => {
    expect(heardOf([aTest, aTest, aProbe])).toEqual([true, true, false])
    const unreadable = noticeOf(null, 'https://yagura.test')
    expect(heardOf([unreadable, unreadable])).toEqual([true, true])
  })

  test('[RG18] nothing while the room is looked at, except 緊急', () => {
    const at = { isRepeat: false, isLooking: true }
    expect([isHeard(anEntry(12), at), isHeard(anEntry(12, { urgent: true }), at)]).toEqual([false, true])
  })

  test('[RG18] what stands among the notifications is known to have rung, whoever showed it', () => {
    const standing = [
      { title: '', body: '', data: { seq: 12, round: 1 } },
      { title: '', body: '', data: null },
    ]
    expect(rungBy(standing)).toEqual([{ seq: 12, round: 1 }])
    expect(isRepeated(anEntry(12), rungBy(standing))).toBe(true)
  })

  test('a few entries of a room are remembered, each in its last round', () => {
    const rung = Array.from({ length: 30 }, (_, i) => i).reduce(
      (before, seq) => rungWith(rungWith(before, { seq, round: 2 }), { seq, round: 1 }),
      [] as ReturnType<typeof rungWith>,
    )
    expect(rung).toHaveLength(8)
    expect(rung[0]).toEqual({ seq: 29, round: 2 })
  })
})

describe('what is shown', () => {
  test('something new takes the place of the one before, is heard, and knows where it leads', () => {
    const { title, options } = shownAs(anEntry(12), true)
    expect(title).toBe('分団長連絡用')
    expect(options).toMatchObject({
      tag: room,
      body: '12件目',
      renotify: true,
      silent: false,
      requireInteraction: false,
    })
    expect(options.data).toEqual({ path: `/r/${room}/m/12`, receipt: 'receipt 12', roomId: room, seq: 12, round: 0 })
  })

  test('緊急 stays until somebody does something, and shakes', () => {
    const { options } = shownAs(anEntry(12, { urgent: true }), true)
    expect(options).toMatchObject({ requireInteraction: true, tag: `${room}!` })
    expect(options.vibrate?.length).toBeGreaterThan(3)
  })

  test('[RG18] a repeated one has no sound and shakes nothing, which a browser would refuse', () => {
    const { options } = shownAs(anEntry(12, { urgent: true }), false)
    expect(options).toMatchObject({ renotify: false, silent: true })
    expect(options).not.toHaveProperty('vibrate')
  })

  test('a belated one leaves the words of the newer one', () => {
    const newer = shownAs(anEntry(13), true)
    const standing: Standing[] = [{ title: newer.title, body: '13件目', data: newer.options.data }]
    const { options } = shownAs(anEntry(12), false, standing)
    expect(options).toMatchObject({ body: '13件目', silent: true, data: { path: `/r/${room}/m/13` } })
    expect(shownAs(anEntry(14), true, standing).options.body).toBe('14件目')
  })
})
