import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { openDatabase } from '../../worker/directory/database.ts'
import { namedPhotos } from '../../worker/stock/change-photos.ts'
import { cursorAfter, listedPhotos } from '../../worker/stock/list-photos.ts'
import { clientId, id } from '../support/builders.ts'
import { aTown } from './small-town.ts'

const photosOfRoom = 200

/** An organization with so many rooms that each have 200 photos, and somebody who is in the first two of them. */
async function aStock(rooms: number) {
  const town = await aTown(1)
  const { organizationId, roomId, people } = town
  const accountId = people[0]?.id ?? ''
  const ofRoom = (n: number) => id(`${organizationId.slice(0, 8)}-${n}`)
  const columns = await env.DB.prepare('PRAGMA table_info(rooms)').all<{ name: string }>()
  const others = columns.results.flatMap(({ name }) => (name === 'id' ? [] : [name])).join()
  const photoIds = Array.from({ length: photosOfRoom }, (_, n) => clientId(n))
  for (let n = 0; n < rooms; n += 1) {
    const own = ofRoom(n)
    await env.DB.batch([
      env.DB.prepare(`INSERT INTO rooms (id, ${others}) SELECT ?, ${others} FROM rooms WHERE id = ?`).bind(own, roomId),
      env.DB.prepare(
        `INSERT INTO photos (room_id, id, organization_id, seq, account_id, by_name, unit_name, stored_at, file, credit, searched)
         SELECT ?, value, ?, key, '', '', '', key, '{}', '', 'x' FROM json_each(?)`,
      ).bind(own, organizationId, JSON.stringify(photoIds)),
    ])
    if (n < 2)
      await env.DB.prepare('INSERT INTO room_members (room_id, account_id, revision) VALUES (?, ?, 1)')
        .bind(own, accountId)
        .run()
  }
  return { looker: { db: openDatabase(env.DB), organizationId, accountId }, rooms: [ofRoom(0), ofRoom(1)], photoIds }
}

/** What D1 bills for a question. */
async function read(question: { toSQL: () => { sql: string; params: unknown[] } }) {
  const { sql, params } = question.toSQL()
  const { results, meta } = await env.DB.prepare(sql)
    .bind(...params)
    .all()
  return { found: results.length, rows: meta.rows_read }
}

test('[ST9] named photos, and those of one room, are read without the rest of the organization', async () => {
  const costs = []
  for (const count of [2, 30]) {
    const { looker, rooms, photoIds } = await aStock(count)
    const named = photoIds.slice(0, 100).flatMap((id) => rooms.map((roomId) => ({ roomId, id })))
    const cost = {
      named: await read(namedPhotos(looker, named)),
      room: await read(listedPhotos(looker, { room: rooms[0] })),
    }
    expect([cost.named.found, cost.room.found]).toEqual([200, 61])
    costs.push(cost)
  }
  // The list of names itself is read as rows too, three times.
  expect(costs[1]).toEqual(costs[0])
  expect(costs[1]?.named.rows).toBeLessThan(7 * 200)
  expect(costs[1]?.room.rows).toBeLessThan(3 * photosOfRoom)
})

test('[ST4] photos of two rooms with one id and one time are on one page each', async () => {
  const { looker, photoIds } = await aStock(2)
  const seen = new Set<string>()
  for (let before: string | undefined, n = 0; n < 10; n += 1) {
    const rows = (await listedPhotos(looker, before === undefined ? {} : { before })).slice(0, 61)
    for (const { photo } of rows) seen.add(`${photo.roomId}.${photo.id}`)
    const last = rows.at(-1)?.photo
    if (last === undefined) break
    before = cursorAfter(last)
  }
  expect(seen.size).toBe(2 * photoIds.length)
})
