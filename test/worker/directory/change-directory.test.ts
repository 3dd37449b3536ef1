import { describe, expect, test } from 'vitest'
import { deliverOutbox } from '../../../worker/directory/deliver.ts'
import { setDisabled, setTitle } from '../../../worker/directory/people.ts'
import { setHolder } from '../../../worker/directory/positions.ts'
import { readSnapshot } from '../../../worker/directory/snapshot.ts'
import { aTown, startedAt, type Town } from './town-in-d1.ts'

const handOver = (town: Town, seat: string, to: string | null, from?: string) =>
  setHolder(town.context('desk-1'), town.id('corps'), town.id(seat), {
    accountId: to === null ? null : town.id(to),
    holderWas: from === undefined ? undefined : town.id(from),
  })

describe('a change reaches its rooms', () => {
  test('[DR9] a new holder at once, and those who came and went are told too', async () => {
    const town = await aTown()
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    expect(town.namesIn('captains')).toEqual(['captain-1', 'captain-2', 'captain-3'])
    expect(await handOver(town, 'seat-2', 'member-2', 'captain-2')).toEqual({ ok: true, value: null })
    await town.settle()
    expect(town.namesIn('captains')).toEqual(['captain-1', 'member-2', 'captain-3'])
    expect(town.lastTold('captains')?.facts.ruleInWords).toBe('分団長（3名）')
    const titleOf = (name: string) => town.objects.accounts.get(town.id(name))?.at(-1)?.profile.organizations[0]?.title
    expect([titleOf('member-2'), titleOf('captain-2')]).toEqual(['第2分団 分団長', '分団長'])
    expect(await town.pending()).toEqual([])
  })

  test('[DR9] a new rank at once', async () => {
    const town = await aTown()
    await town.plantRoom('officers', { minRank: 50 })
    await setTitle(town.context('desk-1'), town.id('corps'), town.id('member-1'), town.id('title-captain'))
    await town.settle()
    expect(town.namesIn('officers')).toEqual(['chief', 'captain-1', 'member-1', 'captain-2', 'captain-3'])
    await setTitle(town.context('desk-1'), town.id('corps'), town.id('captain-2'), null)
    await town.settle()
    expect(town.namesIn('officers')).toEqual(['chief', 'captain-1', 'member-1', 'captain-3'])
  })

  test('[DR7] the audit says who did it, to what, and who came into which room', async () => {
    const town = await aTown()
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    await handOver(town, 'seat-2', 'member-2', 'captain-2')
    const [came, went] = [town.id('member-2'), town.id('captain-2')]
    expect(await town.events()).toEqual([
      {
        id: expect.any(Number),
        ...{ at: startedAt + 1, organizationId: town.id('corps'), actorId: town.id('desk-1') },
        ...{ action: 'position.holder_changed', targetKind: 'position', targetId: town.id('seat-2') },
        detail: {
          ...{ added: [came], removed: [went] },
          rooms: [{ roomId: town.id('captains'), joined: [came], left: [went] }],
        },
      },
    ])
  })

  test('[DR7] what changes nothing writes nothing', async () => {
    const town = await aTown()
    expect((await handOver(town, 'seat-2', 'captain-2')).ok).toBe(true)
    expect([await town.events(), await town.pending(), town.objects.watched]).toEqual([[], [], []])
  })

  test('[DR8] the projection in D1 follows', async () => {
    const town = await aTown()
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    await handOver(town, 'seat-2', 'member-2', 'captain-2')
    await town.settle()
    const copied = await town.copied('captains')
    expect(copied.map((row) => row.accountId).toSorted()).toEqual(
      ['captain-1', 'member-2', 'captain-3'].map(town.id).toSorted(),
    )
    expect(new Set(copied.map((row) => row.revision))).toEqual(new Set([town.lastTold('captains')?.revision]))
  })
})

describe('a change that could not be delivered', () => {
  test('[DR9] waits, and is delivered when the lobby asks', async () => {
    const town = await aTown()
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    town.objects.unreachable.add(town.id('captains'))
    await handOver(town, 'seat-2', 'member-2', 'captain-2')
    await town.settle()
    expect(town.namesIn('captains')).toContain('captain-2')
    expect(await town.pending()).toMatchObject([{ kind: 'room', targetId: town.id('captains'), tries: 1 }])
    expect(await deliverOutbox(town.context('desk-1'), town.id('corps'))).toEqual({ pending: 1 })
    town.objects.unreachable.clear()
    expect(await deliverOutbox(town.context('desk-1'), town.id('corps'))).toEqual({ pending: 0 })
    expect(town.namesIn('captains')).toEqual(['captain-1', 'member-2', 'captain-3'])
  })

  test('[DR9] the lobby knows before the commit', async () => {
    const town = await aTown()
    const versions: unknown[] = []
    town.objects.onWatch = async () => void versions.push((await readSnapshot(town.db, town.id('corps')))?.version)
    await handOver(town, 'seat-2', null)
    expect(town.objects.watched).toEqual([town.id('corps')])
    expect(versions).toEqual([0])
    expect((await readSnapshot(town.db, town.id('corps')))?.version).toBe(1)
  })

  test('[DR9] where the lobby cannot know, nothing is committed', async () => {
    const town = await aTown()
    town.objects.onWatch = () => Promise.reject(new Error('lobby away'))
    await expect(handOver(town, 'seat-2', null)).rejects.toThrow('lobby away')
    expect((await readSnapshot(town.db, town.id('corps')))?.version).toBe(0)
    expect(await town.events()).toEqual([])
  })

  test('[DR8] a later state is told under a later revision, which covers the earlier rows', async () => {
    const town = await aTown()
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    const before = town.lastTold('captains')?.revision ?? expect.unreachable()
    town.objects.unreachable.add(town.id('captains'))
    for (const [to, from] of [
      ['member-1', 'captain-1'],
      ['member-2', 'captain-2'],
    ] as const) {
      await handOver(town, from.replace('captain', 'seat'), to, from)
      await town.settle()
    }
    town.objects.unreachable.clear()
    await deliverOutbox(town.context('desk-1'), town.id('corps'))
    const told = town.objects.rooms.get(town.id('captains')) ?? []
    expect(told.at(-1)?.revision).toBeGreaterThan(before)
    expect(told.filter(({ revision }) => revision > before)).toHaveLength(1)
    expect(await town.pending()).toEqual([])
  })

  test('[DR9] one unreachable room keeps no other from being told', async () => {
    const town = await aTown()
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    await town.plantRoom('division 2', { units: [town.id('unit-2')] })
    town.objects.unreachable.add(town.id('captains'))
    await handOver(town, 'seat-2', null)
    await town.settle()
    expect(town.lastTold('division 2')?.members.find((member) => member.name === 'captain-2')?.title).toBe('分団長')
    expect(await town.pending()).toHaveLength(1)
  })
})

describe('two changes at the same time', () => {
  test('[DR10] of two who want the same empty seat one gets it, the other learns that it is taken', async () => {
    const town = await aTown()
    await handOver(town, 'seat-1', null)
    const outcomes = await Promise.all([handOver(town, 'seat-1', 'member-1'), handOver(town, 'seat-1', 'member-2')])
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.refusal.code)).toSorted()).toEqual([
      'ok',
      'seat_taken',
    ])
    const snapshot = await readSnapshot(town.db, town.id('corps'))
    expect(snapshot?.directory.positions.find(({ id }) => id === town.id('seat-1'))?.holders).toHaveLength(1)
  })

  test('[DR10] five different ones all take effect', async () => {
    const town = await aTown({ divisions: 5 })
    await town.plantRoom('captains', { positionKinds: ['captain'] })
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => handOver(town, `seat-${n}`, `member-${n}`, `captain-${n}`)),
    )
    await town.settle()
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    expect(town.namesIn('captains')).toEqual([1, 2, 3, 4, 5].map((n) => `member-${n}`))
    expect((await readSnapshot(town.db, town.id('corps')))?.version).toBe(5)
  })

  test('[DR11] an editor who saw another holder is told that it changed meanwhile', async () => {
    const town = await aTown()
    await handOver(town, 'seat-1', 'member-1', 'captain-1')
    expect(await handOver(town, 'seat-1', 'member-2', 'captain-1')).toEqual({
      ok: false,
      refusal: { code: 'changed_meanwhile' },
    })
    expect(await handOver(town, 'seat-1', 'member-2')).toEqual({ ok: false, refusal: { code: 'seat_taken' } })
  })
})

test('[DR16] a disabled account leaves every room of every organization, and comes back', async () => {
  const town = await aTown()
  await town.plantRoom('everyone', { everyone: true })
  await town.plantRoom('clerks', { units: [town.id('unit-city')] }, 'city')
  const set = async (disabled: boolean) => {
    expect((await setDisabled(town.context('mayor'), town.id('city'), town.id('clerk'), disabled)).ok).toBe(true)
    await town.settle()
  }
  await set(true)
  expect([town.namesIn('everyone'), town.namesIn('clerks')].flat()).not.toContain('clerk')
  expect(town.objects.accounts.get(town.id('clerk'))?.at(-1)).toMatchObject({ disabled: true })
  expect((await town.events('corps')).map((event) => event.action)).toEqual(['account.disabled'])
  await set(false)
  expect(town.namesIn('clerks')).toEqual(['mayor', 'citizen', 'clerk'])
  expect(town.namesIn('everyone')).toContain('clerk')
})
