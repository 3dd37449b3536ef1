import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { auditPage, recordAudit } from '../../../worker/directory/audit.ts'
import { recordDevices } from '../../../worker/directory/devices.ts'
import { makeFirstAdministrator } from '../../../worker/directory/first-administrator.ts'
import {
  deliverEverything,
  plantDeskRooms,
  plantOrganization,
  plantPeople,
} from '../../../worker/directory/planting.ts'
import { accountDevices, accounts, positionHolders, rooms } from '../../../worker/directory/schema.ts'
import { readSnapshot } from '../../../worker/directory/snapshot.ts'
import { aTown, secrets, startedAt, ToldObjects } from './town-in-d1.ts'

const run = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run()

describe('the audit', () => {
  test('[DR13] refuses UPDATE, DELETE and REPLACE of what is in it', async () => {
    const town = await aTown()
    await recordAudit(town.db, { action: 'test', organizationId: town.id('corps') }, 1)
    const [before] = await town.events()
    const id = before?.id ?? expect.unreachable()
    await expect(run('UPDATE audit SET action = ? WHERE id = ?', 'other', id)).rejects.toThrow('append-only')
    await expect(run('DELETE FROM audit WHERE id = ?', id)).rejects.toThrow('append-only')
    await expect(run("INSERT OR REPLACE INTO audit (id, at, action) VALUES (?, 2, 'other')", id)).rejects.toThrow(
      'append-only',
    )
    expect(await town.events()).toEqual([before])
  })

  test('[DR13] comes in pages, newest first, each organization’s own', async () => {
    const town = await aTown()
    const [corps, city] = [town.id('corps'), town.id('city')]
    for (let at = 1; at <= 103; at += 1) await recordAudit(town.db, { action: 'test', organizationId: corps }, at)
    await recordAudit(town.db, { action: 'other', organizationId: city }, 104)
    const first = await auditPage(town.db, corps, undefined)
    expect([first.events.length, first.more, first.events[0]?.at]).toEqual([100, true, 103])
    const second = await auditPage(town.db, corps, first.events.at(-1)?.id)
    expect([second.events.map((event) => event.at), second.more]).toEqual([[3, 2, 1], false])
    expect((await auditPage(town.db, city, undefined)).events).toHaveLength(1)
  })
})

describe('seats', () => {
  const hold = (town: Awaited<ReturnType<typeof aTown>>, seat: string, account: string, isUnique: boolean) =>
    town.db.insert(positionHolders).values({
      ...{ positionId: town.id(seat), accountId: town.id(account), organizationId: town.id('corps') },
      ...{ isUnique, since: 1 },
    })

  test('[DR11] a unique seat has one holder, by the database itself', async () => {
    const town = await aTown()
    await expect(hold(town, 'seat-1', 'member-1', true)).rejects.toThrow()
    await hold(town, 'seat-desk', 'member-1', false)
  })

  test('[DR3] only members of the organization hold its seats', async () => {
    const town = await aTown()
    await expect(hold(town, 'seat-desk', 'mayor', false)).rejects.toThrow()
  })

  test('[DR12] a seat has one desk room of a kind, by the database itself', async () => {
    const town = await aTown()
    const room = (id: string) => ({
      ...{ id: town.id(id), organizationId: town.id('corps'), name: id, kind: 'desk' as const, rule: {} },
      ...{ createdAt: 1, seatPositionId: town.id('seat-1'), deskKind: 'desk' },
    })
    await town.db.insert(rooms).values(room('a'))
    await expect(town.db.insert(rooms).values(room('b'))).rejects.toThrow()
  })
})

describe('planting', () => {
  test('[DR19] people in numbers beyond the bound parameters, twice, make each once', async () => {
    const town = await aTown()
    const members = Array.from({ length: 580 }, (_, i) => ({
      ...{ id: town.id(`extra-${i}`), loginId: town.login(`extra-${i}`), name: `団員 ${i}`, passwordHash: 'hash' },
      memberships: [{ organizationId: town.id('corps'), unitId: town.id('unit-1'), titleId: town.id('title-member') }],
    }))
    await town.plantRoom('everyone', { everyone: true })
    for (let times = 0; times < 2; times += 1) {
      await plantPeople(town.planting, members)
      await deliverEverything(town.planting)
      expect((await readSnapshot(town.db, town.id('corps')))?.directory.people).toHaveLength(590)
      expect(town.namesIn('everyone')).toHaveLength(590)
    }
    expect(town.objects.accounts.get(town.id('extra-579'))?.at(-1)?.profile.organizations[0]?.title).toBe('団員')
    expect(await town.pending()).toEqual([])
  })

  test('[DR19] desk rooms keep their rooms when planted again', async () => {
    const town = await aTown()
    const plan = {
      organizationId: town.id('corps'),
      positionKind: 'captain',
      deskKind: 'desk',
      roomId: (id: string) => town.id(`room ${id}`),
    }
    const first = await plantDeskRooms(town.planting, plan)
    expect(first.map((pair) => pair.positionId)).toEqual([1, 2, 3].map((n) => town.id(`seat-${n}`)))
    const again = await plantDeskRooms(town.planting, { ...plan, roomId: () => expect.unreachable() })
    expect(again).toEqual(first)
  })

  test('[DR9] says so when an object cannot be told', async () => {
    const town = await aTown()
    town.objects.unreachable.add(town.id('chief'))
    await plantPeople(town.planting, [
      {
        id: town.id('chief'),
        loginId: town.login('chief'),
        name: 'chief',
        memberships: [{ organizationId: town.id('corps'), unitId: town.id('unit-corps') }],
      },
    ])
    await expect(deliverEverything(town.planting)).rejects.toThrow('could not be told')
  })

  test('[DR19] a unit whose parent is nowhere is a fault of the plan', async () => {
    const town = await aTown()
    const units = [{ id: town.id('x'), parentId: town.id('y'), name: 'x', order: 1 }]
    const plan = { id: town.id('z'), name: 'z', badge: 'z', units, titles: [], positions: [] }
    await expect(plantOrganization(town.planting, plan)).rejects.toThrow('a parent')
  })
})

describe('the first administrator', () => {
  test('[DR17] of a town that has organizations is not made', async () => {
    const town = await aTown()
    const wish = { name: '管理者', organizationName: '火見市' }
    const made = await makeFirstAdministrator({ ...town.planting, secrets }, wish)
    expect(made).toEqual({ ok: false, refusal: { code: 'changed_meanwhile' } })
  })

  test('[DR17] needs the database', async () => {
    const { DB: _DB, ...bindings } = new ToldObjects().bindings
    const made = await makeFirstAdministrator(
      { env: bindings, now: startedAt, secrets },
      { name: 'a', organizationName: 'b' },
    )
    expect(made).toEqual({ ok: false, refusal: { code: 'directory_unavailable' } })
  })
})

test('[DR8] the copy of an account’s devices is replaced whole', async () => {
  const town = await aTown()
  const device = (name: string) => ({ id: town.id(name), name, createdAt: 1, lastSeenAt: 2 })
  await recordDevices(town.db, town.id('chief'), [device('phone'), device('tablet')])
  await recordDevices(town.db, town.id('chief'), [device('phone')])
  const rows = await town.db.select().from(accountDevices)
  expect(rows.filter((row) => row.accountId === town.id('chief')).map((row) => row.name)).toEqual(['phone'])
  expect(await town.db.select({ id: accounts.id }).from(accounts)).not.toEqual([])
})
