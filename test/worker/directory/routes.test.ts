import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { AuditPage } from '../../../protocol/http.ts'
import { aMatrixTown, anAsker, send } from '../access/matrix-town.ts'

test('[DR21] an attempt at what one may not is in the audit, by whom and at which route', async () => {
  const town = await aMatrixTown()
  const admin = `/api/organizations/${town.id('corps')}`
  const [member, stranger] = [await anAsker(town, 'member'), await anAsker(town, 'foreigner')]
  await send(member, `${admin}/accounts/${town.id('member-1')}/disabled`, { method: 'PUT', body: { disabled: true } })
  await send(member, `${admin}/rooms`, { method: 'POST', body: { name: 'x', rule: { everyone: true } } })
  await send(stranger, `${admin}/directory`, {})
  const page = await send(await anAsker(town, 'admin'), `${admin}/audit`, {})
  const { events } = v.parse(AuditPage, await page.json())
  const route = '/api/organizations/:organization'
  expect(events.map(({ action, actorId, detail }) => ({ action, actorId, detail }))).toEqual([
    {
      ...{ action: 'directory.refused', actorId: town.id('captain-1') },
      detail: { code: 'not_allowed', method: 'POST', route: `${route}/rooms` },
    },
    {
      ...{ action: 'directory.refused', actorId: town.id('captain-1') },
      detail: { code: 'not_found', method: 'PUT', route: `${route}/accounts/:account/disabled` },
    },
  ])
  const outside = await env.DB.prepare('SELECT organization_id FROM audit WHERE actor_id = ?')
    .bind(town.id('citizen'))
    .all()
  expect(outside.results).toEqual([{ organization_id: null }])
})

test('[DR16] whoever is disabled is signed out of everything at once', async () => {
  const town = await aMatrixTown()
  const captain = await anAsker(town, 'member')
  const room = `/api/rooms/${town.id('captains')}/sync?v=1`
  expect((await send(captain, room, {})).status).toBe(200)
  const path = `/api/organizations/${town.id('corps')}/accounts/${town.id('captain-1')}/disabled`
  expect((await send(await anAsker(town, 'admin'), path, { method: 'PUT', body: { disabled: true } })).status).toBe(204)
  expect((await send(captain, room, {})).status).toBe(401)
  expect((await send(captain, '/api/me', {})).status).toBe(401)
})

test('[DR9] the profile follows a new seat, and so does what one may do', async () => {
  const town = await aMatrixTown()
  const [admin, member] = [await anAsker(town, 'admin'), await anAsker(town, 'neighbour')]
  const seat = `/api/organizations/${town.id('corps')}/positions/${town.id('seat-1')}/holder`
  const body = { accountId: town.id('member-1'), holderWas: town.id('captain-1') }
  expect((await send(admin, seat, { method: 'PUT', body })).status).toBe(204)
  const me = (await (await send(member, '/api/me', {})).json()) as { organizations: { title: string }[] }
  expect(me.organizations[0]?.title).toBe('第1分団 分団長')
  expect((await send(member, `/api/rooms/${town.id('captains')}/sync?v=1`, {})).status).toBe(200)
  const captain = await anAsker(town, 'member')
  expect((await send(captain, `/api/rooms/${town.id('captains')}/sync?v=1`, {})).status).toBe(404)
})
