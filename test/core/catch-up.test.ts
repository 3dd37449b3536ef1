import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planCatchUp } from '../../core/catch-up.ts'
import { limits } from '../../protocol/limits.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { aRoom, clientId } from '../support/builders.ts'
import { RoomHarness } from '../support/room-harness.ts'

const post = (n: number) => ({ t: 'post', id: clientId(n), text: `${n}番目` }) as const

function roomWith(messages: number): RoomHarness {
  const room = new RoomHarness(aRoom(['ami', 'ben']))
  for (let n = 1; n <= messages; n += 1) room.perform('ami', post(n))
  return room
}

describe('catch-up', () => {
  test('[CU1] the first frame after the hello is a welcome with everything', () => {
    const room = roomWith(3)
    const [welcome, ...more] = room.open('ben').messages()
    expect(more).toEqual([])
    expect(welcome).toMatchObject({ t: 'welcome', me: 2, head: 4, gap: false, pointer: 1, unread: 3, mentions: 0 })
  })

  test('[CU2] a cursor gets the entries after it in their current state, and each mark changed since once', () => {
    const room = roomWith(3)
    room.perform('ben', { t: 'react', id: clientId(1), target: 2, code: 'roger' })
    const { head, rev } = room.state
    room.perform('ben', { t: 'react', id: clientId(2), target: 2, code: 'can_go' })
    room.perform('ben', { t: 'react', id: clientId(3), target: 2, code: null })
    room.perform('ami', post(4))
    room.perform('ami', { t: 'correct', id: clientId(5), target: head + 1, text: '直した' })
    const welcome = room.open('ben', { seq: head, rev }).welcome()
    expect(welcome.entries).toMatchObject([
      { seq: head + 1, text: '直した', version: 1 },
      { seq: head + 2, kind: 'correction' },
    ])
    expect(welcome.marks).toMatchObject([{ seq: 2, no: 2, value: null }])
  })

  test('[CU3] the roster travels only when its version differs', () => {
    const room = roomWith(1)
    const { roster } = room.open('ben').welcome()
    expect(roster?.members.map((member) => member.name)).toEqual(['ami', 'ben'])
    expect(room.open('ben', { roster: roster!.version }).welcome()).not.toHaveProperty('roster')
  })

  test('[CU4] when too much was missed the newest entries come, and the page around the own pointer', () => {
    const room = roomWith(limits.maxCatchUpEntries + 500)
    room.perform('ben', { t: 'read', seq: 200 })
    const welcome = room.open('ben', { seq: 201 }).welcome()
    expect([welcome.gap, welcome.entries.length, welcome.entries.at(-1)?.seq]).toEqual([
      true,
      limits.tailEntries,
      room.state.head,
    ])
    const around = welcome.around!.map((entry) => entry.seq)
    expect([around[0], around.length]).toEqual([176, limits.pageEntries])
    expect(around).toContain(201)
  })

  test('[CU11] what is too long for a frame is a gap, over a socket and over HTTP alike', () => {
    const room = roomWith(5)
    const text = 'あ'.repeat(limits.maxTextGraphemes)
    const count = Math.ceil(limits.maxCatchUpLength / text.length) + 1
    for (let n = 0; n < count; n += 1) room.perform('ami', { t: 'post', id: clientId(1_000 + n), text })
    const { head } = room.state
    const hello = { version: protocolVersion, seq: 2, rev: 0, roster: 0 }
    const bySocket = room.open('ben', { seq: 2 }).welcome()
    const byHttp = room.connection.greet(2, hello, room.now)
    expect([bySocket.gap, bySocket.entries.length, bySocket.head]).toEqual([true, limits.tailEntries, head])
    expect(byHttp).toEqual({ ok: true, value: bySocket })
    expect(room.open('ben', { seq: head - limits.tailEntries }).welcome().gap).toBe(false)
  })

  test('[CU4] a first visit gets the newest entries, and a cursor from another life is one of nothing', () => {
    const room = roomWith(300)
    for (const seq of [0, 9_999]) {
      const welcome = room.open('ben', { seq }).welcome()
      expect([welcome.gap, welcome.entries[0]?.seq]).toEqual([true, 202])
    }
  })

  test('[CU4] a plan has no hole of its own: what it leaves out it marks as a gap', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), fc.nat(50), (seq, head, pointer, joined) => {
        const floor = Math.min(joined + 1, head + 1)
        const plan = planCatchUp({
          seq,
          head,
          floor,
          pointer: Math.max(floor, Math.min(pointer, head)),
          most: limits.maxCatchUpEntries,
        })
        const held = seq > head ? 0 : seq
        expect(plan.from).toBeGreaterThanOrEqual(floor)
        expect(plan.gap).toBe(plan.from > Math.max(held + 1, floor))
        expect(head - plan.from + 1).toBeLessThanOrEqual(limits.maxCatchUpEntries)
        if (plan.around) expect(plan.around.to).toBeLessThan(plan.from)
      }),
    )
  })

  test('[CU5] older pages come in order, with their marks and read counts, down to the first', () => {
    const room = roomWith(120)
    room.perform('ben', { t: 'read', seq: 60 })
    room.perform('ben', { t: 'react', id: clientId(1), target: 30, code: 'roger' })
    const ben = room.open('ben')
    const pages = []
    for (let before = 72; ; before -= limits.pageEntries) {
      room.send(ben, { t: 'page', before })
      const page = ben.messages().at(-1)
      if (page?.t !== 'page') throw new Error('no page')
      pages.unshift(page)
      if (page.first) break
    }
    expect(pages.flatMap((page) => page.entries.map((entry) => entry.seq))).toEqual(
      Array.from({ length: 71 }, (_, i) => i + 1),
    )
    expect(pages.flatMap((page) => page.marks)).toMatchObject([{ seq: 30, value: 'roger' }])
    const counts = pages.flatMap((page) => page.reads.counts)
    expect([counts[0], counts[1], counts[59], counts[60]]).toEqual([0, 1, 1, 0])
  })

  test('[CU6] a version that the room does not know is told to reload', () => {
    const room = roomWith(1)
    for (const version of [0, 99]) {
      expect(room.connection.greet(2, { version, seq: 0, rev: 0, roster: 0 }, room.now)).toEqual({
        ok: false,
        refusal: { code: 'reload_required' },
      })
    }
  })
})

describe('what the organization allows to be seen', () => {
  test('[LG14] earlier versions are served only by request, and only to whom the organization allows it', () => {
    const codes = (['nobody', 'moderators', 'everyone'] as const).map((versionsFor) => {
      const room = new RoomHarness(aRoom(['ami', 'ben'], { facts: { versionsFor } }))
      room.perform('ami', post(1))
      room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '直した' })
      room.perform('ami', { t: 'retract', id: clientId(3), target: 2 })
      const ben = room.open('ben')
      expect(JSON.stringify(ben.welcome().entries)).not.toContain('番目')
      room.send(ben, { t: 'versions', seq: 2 })
      const last = ben.messages().at(-1)
      return last?.t === 'versions' ? last.versions.map(({ text }) => text) : last
    })
    const refused = { t: 'refused', code: 'not_allowed', to: 'versions' }
    expect(codes).toEqual([refused, refused, ['1番目', '直した']])
  })
})
