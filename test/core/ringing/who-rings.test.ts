import { describe, expect, test } from 'vitest'
import type { LobbyRoom } from '../../../core/lobby-state.ts'
import { afterALook, isLastRound } from '../../../core/ringing/after-a-look.ts'
import { nextProbeAt } from '../../../core/ringing/probe-time.ts'
import { planRings, type Ringing, toRing } from '../../../core/ringing/who-rings.ts'
import { limits } from '../../../protocol/limits.ts'
import type { RingWhen } from '../../../protocol/lobby-message.ts'
import { id } from '../../support/builders.ts'

const now = Date.UTC(2026, 10, 24, 3)
const said = (seq: number, some: Partial<Ringing> = {}): Ringing => ({
  ...{ seq, storedAt: now, countable: seq, by: id('desk'), round: 0 },
  ...some,
})

/** A room of the desk and some others; `read`: countable entries that each has read. */
const roomOf = (read: Record<string, number>): LobbyRoom => ({
  ...{ roomId: id('room'), version: 1, name: '一斉連絡', kind: 'open', memberCount: 4, head: 9, countable: 9 },
  members: Object.fromEntries(Object.entries(read).map(([name, n]) => [id(name), { read: n, mentions: 0 }])),
})
const wishes = (rings: Record<string, RingWhen>) =>
  new Map(Object.entries(rings).map(([name, ring]) => [id(name), { pinned: false, ring }]))

function plan(
  read: Record<string, number>,
  entries: Ringing[],
  some: { rings?: Record<string, RingWhen>; onScreen?: string[] } = {},
) {
  const onScreen = new Set((some.onScreen ?? []).map(id))
  const { rings, spared } = planRings(roomOf(read), entries, { preferences: wishes(some.rings ?? {}), onScreen })
  const names = new Map(Object.keys(read).map((name) => [id(name), name]))
  const said = (list: typeof rings) =>
    Object.fromEntries(list.map(({ entry, accountIds }) => [entry.seq, accountIds.map((one) => names.get(one))]))
  return { rings: said(rings), spared: said(spared) }
}

describe('who is rung', () => {
  test('[RG1] those who have not read it, and not who wrote it', () => {
    expect(plan({ desk: 4, ami: 4, ben: 5, chi: 0 }, [said(5)]).rings).toEqual({ 5: ['ami', 'chi'] })
  })

  test('[RG1] nobody who has the room on screen: they are looked at once more', () => {
    expect(plan({ desk: 4, ami: 4, ben: 4 }, [said(5)], { onScreen: ['ami'] })).toEqual({
      rings: { 5: ['ben'] },
      spared: { 5: ['ami'] },
    })
  })

  test('[RG1] in a desk room the other side alone', () => {
    expect(plan({ desk: 0, desk2: 0, ami: 0 }, [said(5, { only: [id('ami')] })]).rings).toEqual({ 5: ['ami'] })
  })

  test('[RG2] as each has set it: everything, mentions, nothing', () => {
    const rings = { ben: 'mentions', chi: 'mentions', dai: 'none' } as const
    const read = { desk: 0, ami: 0, ben: 0, chi: 0, dai: 0 }
    const mention = said(5, { mentions: [id('chi'), id('dai')] })
    expect(plan(read, [mention], { rings }).rings).toEqual({ 5: ['ami', 'chi'] })
  })

  test('[RG2] 緊急 rings whatever they have set', () => {
    const rings = { ami: 'none', ben: 'mentions' } as const
    expect(plan({ desk: 0, ami: 0, ben: 0 }, [said(5, { urgent: true })], { rings }).rings).toEqual({
      5: ['ami', 'ben'],
    })
  })

  test('[RG2] what is said in a moment rings each once: for the newest 緊急, or else the newest that is meant for them', () => {
    const entries = [said(5), said(6, { urgent: true }), said(7)]
    expect(plan({ desk: 0, ami: 4, ben: 6 }, entries).rings).toEqual({ 6: ['ami'], 7: ['ben'] })
    expect(plan({ desk: 0, ami: 4 }, [said(5), said(7, { only: [id('zoe')] })]).rings).toEqual({ 5: ['ami'] })
  })

  test('[RG1] a report rings for what its lobby did not know of, and once', () => {
    const fresh = [said(5), said(6)].map(({ round: _, ...entry }) => entry)
    expect(toRing(4, { fresh }).map(({ seq, round }) => [seq, round])).toEqual([
      [5, 0],
      [6, 0],
    ])
    expect(toRing(5, { fresh }).map(({ seq }) => seq)).toEqual([6])
    expect(toRing(6, { fresh })).toEqual([])
  })
})

describe('after a look', () => {
  const unread = roomOf({ desk: 0, ami: 0, ben: 9 })

  test('[RG5] 緊急 rings every three minutes, four times in all', () => {
    const rounds = []
    let at = now
    for (let next = said(5, { urgent: true }) as Ringing | undefined; next; ) {
      rounds.push([next.round, isLastRound(next)])
      const again = afterALook(unread, { entry: next }, [], at)
      if (again) expect(again.dueAt - at).toBe(limits.urgentAgainMs)
      at = again?.dueAt ?? at
      next = again?.entry
    }
    expect(rounds).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [3, true],
    ])
  })

  test('[RG5] not after everybody who is meant has read it', () => {
    const urgent = said(5, { urgent: true })
    expect(afterALook(roomOf({ desk: 0, ami: 5, ben: 9 }), { entry: urgent }, [], now)).toBeNull()
    expect(afterALook(unread, { entry: { ...urgent, only: [id('ben')] } }, [], now)).toBeNull()
  })

  test('[RG1] anything else is looked at once more, a minute later, for those who had the room on screen', () => {
    expect(afterALook(unread, { entry: said(5) }, [], now)).toBeNull()
    const second = afterALook(unread, { entry: said(5) }, [id('ami')], now)
    expect(second).toMatchObject({
      dueAt: now + limits.ringOnScreenMs,
      entry: { only: [id('ami')], round: 0 },
      isSecondLook: true,
    })
    expect(second && afterALook(unread, second, [id('ami')], now)).toBeNull()
  })
})

test('[RG16] a probe comes in a week, between ten and three in Tokyo, spread over organizations', () => {
  const hours = Array.from({ length: 40 }, (_, i) => {
    const organizationId = (i * 0x6666666).toString(16).padStart(8, '0').padEnd(32, '0')
    const at = nextProbeAt(now + i * 3_600_000, organizationId)
    expect(at - now).toBeGreaterThan(5 * 24 * 3_600_000)
    expect(at - now - i * 3_600_000).toBeLessThanOrEqual(8 * 24 * 3_600_000)
    return (new Date(at).getUTCHours() + 9) % 24
  })
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...hours)).toBeLessThan(15)
  expect(new Set(hours).size).toBeGreaterThan(2)
})
