import { env, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { type LobbyRoom, type Preferences, takeReport } from '../../core/lobby-state.ts'
import { LobbyRings } from '../../durable/lobby-rings.ts'
import { LobbyStorage } from '../../durable/storage/lobby-storage.ts'
import { RingStorage } from '../../durable/storage/ring-storage.ts'
import type { FreshEntry, RingPart } from '../../protocol/bindings.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { RingState } from '../../protocol/ringing.ts'
import { id } from '../support/builders.ts'
import { freshId } from '../support/real-room.ts'

const start = Date.UTC(2026, 10, 24, 3)
const roomId = id('room')
const names = ['desk', 'ami', 'ben', 'chi']
const sorted = (ids: readonly Id[]) => names.filter((name) => ids.includes(id(name)))

/** A lobby's bell on real rows: the clock, the queue and who has the room on screen are the test's. */
class Belfry {
  readonly fed: RingPart[] = []
  readonly rooms = new Map<Id, LobbyRoom>()
  readonly read = new Map<string, number>()
  preferences: Preferences = new Map()
  isQueueDown = false
  onScreen: string[] = []
  isRoomAway = false
  now: EpochMs = start
  readonly #storage: DurableObjectStorage
  rings: LobbyRings

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.rings = this.#make()
  }

  /** The same rows, and nothing that was only in memory. */
  crash(): void {
    this.rings = this.#make()
  }

  #make(): LobbyRings {
    return new LobbyRings({
      storage: new RingStorage(this.#storage.sql, new LobbyStorage(this.#storage)),
      transaction: (work) => this.#storage.transactionSync(work),
      rooms: () => this.rooms,
      preferences: () => this.preferences,
      onScreen: async () => {
        if (this.isRoomAway) throw new Error('away')
        return this.onScreen.map(id)
      },
      feed: async (parts) => {
        if (this.isQueueDown) throw new Error('down')
        this.fed.push(...parts)
      },
      organizationId: id('corps'),
    })
  }

  /** Phones of these people, of all where nothing is said. */
  phones(people = names): void {
    for (const name of people) this.rings.noteRinger({ accountId: id(name), version: 1, hasDevice: true }, this.now)
  }

  /** The room reports; everybody has read what `read` says. */
  report(head: number, fresh: Partial<FreshEntry>[] = [], retracted: number[] = []): void {
    const held = this.rooms.get(roomId)
    const report = {
      ...{
        roomId,
        version: head,
        since: 0,
        name: '一斉連絡',
        kind: 'open' as const,
        memberCount: 4,
        head,
        countable: head,
      },
      members: names.map((name) => ({ accountId: id(name), read: this.read.get(name) ?? 0, mentions: 0 })),
      ...{ whole: true, gone: [], retracted, bytes: 0, quota: 0, revision: 1 },
      fresh: fresh.map((entry) => ({ seq: head, countable: head, storedAt: this.now, by: id('desk'), ...entry })),
    }
    const outcome = takeReport(held, report)
    if (outcome.kind === 'taken') this.rooms.set(roomId, outcome.room)
    this.rings.note(report, held?.head ?? 0, this.now)
  }

  async run(afterMs: number = limits.ringGraceMs): Promise<void> {
    this.now += afterMs
    await this.rings.run(this.now)
  }

  settleAll(state: RingState = 'rung', parts = this.fed): void {
    for (const part of parts)
      this.rings.settle(
        part,
        part.accountIds.map((accountId) => ({ accountId, state })),
        this.now,
      )
  }

  /** Whom the queue got since it was last asked, by entry and round. */
  takeFed(): [seq: number, round: number, people: string[]][] {
    return this.fed
      .splice(0)
      .map(({ ring, accountIds }) =>
        ring.kind === 'entry' ? [ring.seq, ring.round, sorted(accountIds)] : [0, 0, sorted(accountIds)],
      )
  }
}

const inABelfry = (work: (belfry: Belfry) => Promise<void>): Promise<void> =>
  runInDurableObject(env.LOBBY.getByName(freshId()), async (_lobby, { storage }) => work(new Belfry(storage)))

const everyoneElse = ['ami', 'ben', 'chi']

describe('a lobby', () => {
  test('[RG1] waits a moment, and rings who has not read it by then', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{}])
      expect(belfry.rings.nextAt()).toBe(start + limits.ringGraceMs)
      await belfry.run(limits.ringGraceMs - 1)
      expect(belfry.takeFed()).toEqual([])
      belfry.read.set('ben', 1)
      belfry.report(1)
      await belfry.run(1)
      expect(belfry.takeFed()).toEqual([[1, 0, ['ami', 'chi']]])
    }))

  test('[RG1] spares who has the room on screen, and looks once more a minute later', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.onScreen = ['ami', 'ben']
      belfry.report(1, [{}])
      await belfry.run()
      expect(belfry.takeFed()).toEqual([[1, 0, ['chi']]])
      belfry.settleAll()
      belfry.onScreen = ['ami']
      await belfry.run(limits.ringOnScreenMs)
      expect(belfry.takeFed().filter(([, , people]) => !people.includes('chi'))).toEqual([[1, 0, ['ben']]])
      await belfry.run(limits.ringOnScreenMs)
      expect(belfry.rings.record(roomId, 1).rings.map(({ accountId }) => accountId)).not.toContain(id('ami'))
    }))

  test('[RG1] a room that does not say who has it on screen spares nobody', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.isRoomAway = true
      belfry.report(1, [{}])
      await belfry.run()
      expect(belfry.takeFed()).toEqual([[1, 0, everyoneElse]])
    }))

  test('[RG2] rings once for what is said in a moment', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{}])
      belfry.report(3, [
        { seq: 2, countable: 2 },
        { seq: 3, countable: 3 },
      ])
      await belfry.run()
      expect(belfry.takeFed()).toEqual([[3, 0, everyoneElse]])
    }))

  test('[RG6] a report that comes again rings nobody again', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{}])
      await belfry.run()
      belfry.settleAll()
      belfry.takeFed()
      belfry.report(1, [{}])
      belfry.crash()
      belfry.report(1, [{}])
      await belfry.run(limits.ringOnScreenMs)
      expect(belfry.takeFed()).toEqual([])
    }))

  test('[RG6] [RG20] a large room comes in parts, and each person is settled once', () =>
    inABelfry(async (belfry) => {
      const many = Array.from({ length: 45 }, (_, i) => id(`p${i}`))
      for (const accountId of many) belfry.rings.noteRinger({ accountId, version: 1, hasDevice: true }, start)
      const fresh = [{ seq: 1, countable: 1, storedAt: start, by: id('desk') }]
      const report = {
        ...{
          roomId,
          version: 1,
          since: 0,
          name: '全員',
          kind: 'open' as const,
          memberCount: 45,
          head: 1,
          countable: 1,
        },
        members: many.map((accountId) => ({ accountId, read: 0, mentions: 0 })),
        ...{ whole: true, gone: [], retracted: [], fresh, bytes: 0, quota: 0, revision: 1 },
      }
      const outcome = takeReport(undefined, report)
      if (outcome.kind === 'taken') belfry.rooms.set(roomId, outcome.room)
      belfry.rings.note(report, 0, start)
      await belfry.run()
      expect(belfry.fed.map(({ accountIds }) => accountIds.length).toSorted()).toEqual([20, 20, 5])
      expect(new Set(belfry.fed.flatMap(({ accountIds }) => accountIds)).size).toBe(45)
      belfry.settleAll('rung')
      belfry.settleAll('failed')
      expect(new Set(belfry.rings.record(roomId, 1).rings.map(({ state }) => state))).toEqual(new Set(['rung']))
      expect(belfry.rings.record(roomId, 1).rings).toHaveLength(45)
      await belfry.run(limits.ringGiveUpMs)
      expect(belfry.fed).toHaveLength(3)
    }))
})

describe('緊急', () => {
  test('[RG5] rings again every three minutes, those alone who have not read it, four times in all', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{ urgent: true }])
      await belfry.run()
      belfry.settleAll()
      expect(belfry.rings.record(roomId, 1).nextAt).toBe(belfry.now + limits.urgentAgainMs)
      const rounds = belfry.takeFed()
      for (const reader of ['ami', 'ben', '']) {
        belfry.read.set(reader, 1)
        belfry.report(1)
        await belfry.run(limits.urgentAgainMs)
        belfry.settleAll()
        rounds.push(...belfry.takeFed())
      }
      expect(rounds).toEqual([
        [1, 0, everyoneElse],
        [1, 1, ['ben', 'chi']],
        [1, 2, ['chi']],
        [1, 3, ['chi']],
      ])
      await belfry.run(10 * limits.urgentAgainMs)
      expect(belfry.takeFed()).toEqual([])
      expect(belfry.rings.record(roomId, 1)).not.toHaveProperty('nextAt')
    }))

  test('[RG5] stops when it was retracted', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{ urgent: true }])
      await belfry.run()
      belfry.takeFed()
      belfry.report(2, [], [1])
      await belfry.run(limits.urgentAgainMs)
      expect(belfry.takeFed()).toEqual([])
    }))

  test('[NO17] what is under way for a version of a note ends with the next one, and that rings', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{}])
      await belfry.run()
      belfry.takeFed()
      belfry.report(2, [{}], [1])
      await belfry.run()
      expect(belfry.takeFed()).toEqual([[2, 0, everyoneElse]])
      belfry.report(3, [], [2])
      await belfry.run(limits.ringAgainMs)
      expect(belfry.takeFed()).toEqual([])
    }))

  test('[RG20] says who could not be rung at all', () =>
    inABelfry(async (belfry) => {
      belfry.phones(['ami'])
      belfry.report(1, [{ urgent: true }])
      await belfry.run()
      const { rings } = belfry.rings.record(roomId, 1)
      const stateOf = (name: string) => rings.find(({ accountId }) => accountId === id(name))?.state
      expect(everyoneElse.map(stateOf)).toEqual(['waiting', 'no_device', 'no_device'])
    }))
})

describe('a queue or a push service that is down', () => {
  test('[RG10] gets what it did not take, with growing pauses, and everything is rung when it is back', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.isQueueDown = true
      belfry.report(1, [{}])
      await belfry.run()
      const pauses: number[] = []
      for (let i = 0; i < 6; i += 1) {
        const dueAt = belfry.rings.nextAt() ?? 0
        pauses.push(dueAt - belfry.now)
        await belfry.run(dueAt - belfry.now)
      }
      expect(pauses).toEqual([1, 2, 4, 8, 16, 32].map((s) => s * 1_000))
      belfry.isQueueDown = false
      await belfry.run((belfry.rings.nextAt() ?? 0) - belfry.now)
      expect(belfry.takeFed()).toEqual([[1, 0, everyoneElse]])
    }))

  test('[RG6] [RG10] what a queue lost is given to it again, after a crash too, but not to who has read it meanwhile', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      belfry.report(1, [{}])
      await belfry.run()
      const [part] = belfry.fed
      if (part) belfry.rings.settle(part, [{ accountId: id('ami'), state: 'rung' }], belfry.now)
      belfry.takeFed()
      belfry.crash()
      belfry.read.set('ben', 1)
      belfry.report(1)
      await belfry.run(limits.ringAgainMs)
      expect(belfry.takeFed()).toEqual([[1, 0, ['chi']]])
    }))

  test('[RG10] is given up after an hour, and that can be seen', () =>
    inABelfry(async (belfry) => {
      belfry.phones(['ami'])
      belfry.report(1, [{}])
      await belfry.run()
      for (let tries = 0; belfry.rings.record(roomId, 1).rings[0]?.state === 'waiting' && tries < 50; tries += 1) {
        belfry.settleAll('waiting')
        await belfry.run((belfry.rings.nextAt() ?? belfry.now) - belfry.now)
      }
      expect(belfry.rings.record(roomId, 1).rings).toMatchObject([{ accountId: id('ami'), state: 'gave_up' }])
      expect(belfry.now - start).toBeGreaterThan(limits.ringGiveUpMs)
      expect(belfry.now - start).toBeLessThan(2 * limits.ringGiveUpMs)
      const fed = belfry.fed.length
      await belfry.run(limits.ringGiveUpMs)
      expect(belfry.fed).toHaveLength(fed)
    }))
})

describe('probes', () => {
  test('[RG16] go to all devices every week', () =>
    inABelfry(async (belfry) => {
      belfry.phones(['ami', 'ben'])
      belfry.rings.noteRinger({ accountId: id('ben'), version: 2, hasDevice: false }, start)
      const probedAt: number[] = []
      for (let i = 0; i < 3; i += 1) {
        await belfry.run((belfry.rings.nextAt() ?? 0) - belfry.now)
        expect(belfry.fed.map(({ ring }) => ring.kind)).toEqual(['probe'])
        belfry.settleAll()
        expect(belfry.takeFed()).toEqual([[0, 0, ['ami']]])
        probedAt.push(belfry.now)
      }
      const day = 24 * 3_600_000
      for (const [i, at] of probedAt.entries()) expect(Math.round((at - start) / day / (i + 1))).toBe(7)
    }))

  test('[RG16] are asked for a room at most once a minute', () =>
    inABelfry(async (belfry) => {
      belfry.phones()
      expect(belfry.rings.probe(roomId, everyoneElse.map(id), belfry.now)).toEqual({ ok: true, value: null })
      expect(belfry.rings.probe(roomId, everyoneElse.map(id), belfry.now + 1_000)).toMatchObject({
        refusal: { code: 'slow_down', retryAfterMs: limits.probeRoomEveryMs - 1_000 },
      })
      await belfry.run(0)
      expect(belfry.takeFed()).toEqual([[0, 0, everyoneElse]])
      expect(belfry.rings.probe(roomId, [], belfry.now + limits.probeRoomEveryMs)).toMatchObject({ ok: true })
    }))
})

test('[RG20] who was rung is kept for two days, for 緊急 for thirty', () =>
  inABelfry(async (belfry) => {
    belfry.phones()
    belfry.report(1, [{}])
    belfry.report(2, [{ urgent: true }])
    belfry.report(3, [{ by: id('ami'), only: [id('desk')] }])
    await belfry.run()
    belfry.settleAll()
    const kept = () => [2, 3].map((seq) => belfry.rings.record(roomId, seq).rings.length > 0)
    expect(kept()).toEqual([true, true])
    const day = 24 * 3_600_000
    for (let days = 0; days < 3; days += 1) {
      belfry.report(4 + days, [{}])
      await belfry.run(day)
      belfry.settleAll()
    }
    expect(kept()).toEqual([true, false])
    belfry.report(9, [{}])
    await belfry.run(31 * day)
    expect(kept()).toEqual([false, false])
  }))

test('[RG12] an older word of an account changes nothing', () =>
  inABelfry(async (belfry) => {
    belfry.rings.noteRinger({ accountId: id('ami'), version: 2, hasDevice: false }, start)
    belfry.rings.noteRinger({ accountId: id('ami'), version: 1, hasDevice: true }, start)
    belfry.crash()
    belfry.report(1, [{}])
    await belfry.run()
    expect(belfry.takeFed()).toEqual([])
  }))
