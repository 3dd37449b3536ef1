import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { maxLinkLetters, NoteOpens } from '../../protocol/note.ts'

import { deliverEverything, plantRooms } from '../../worker/directory/planting.ts'
import { clientId } from '../support/builders.ts'
import { type Browser, bindings, codeIn } from './browser.ts'
import { aNote, noteTaker } from './note-taker.ts'
import { aTown } from './small-town.ts'
import { signedIn } from './uploader.ts'

const note = clientId(1, 9)
const saveId = (n: number) => clientId(n, 10)
const report = 'https://forms.example.jp/report?name={氏名}'
const join = 'https://forms.example.jp/join'
const list = aNote({ kind: 'links', body: `出動報告 ${report}\n入団届 ${join}\n事務局 tel:0296771101` })

/** Noon in Japan on a day, as a shift of the clock from now. */
const on = (day: string, time = '12:00') =>
  bindings({ CLOCK_AHEAD_MS: `${Date.parse(`${day}T${time}:00+09:00`) - Date.now()}` })

async function aTownWithLinks() {
  const town = await aTown(3)
  const browsers = await Promise.all([0, 1, 2].map((i) => signedIn(town, i)))
  const saved = await noteTaker(browsers[0]!, town.roomId).save(note, { id: saveId(1), base: 0, content: list })
  expect(saved.status).toBe(200)
  /** The session is of now: each clock is asked by who signs in under it. */
  const at = async (day: string, i: number, time?: string) => {
    const clock = on(day, time)
    expect((await (browsers[i] as Browser).refresh({ env: clock })).status).toBe(200)
    return noteTaker(browsers[i] as Browser, town.roomId, clock)
  }
  return { town, browsers, at }
}

const opensIn = async (answer: Response) => {
  const { links } = v.parse(NoteOpens, await answer.json())
  return links.map(({ month, last }) => [month.people, month.times, last.people, last.times])
}
const rows = async (table: string, roomId: string) => {
  const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE room_id = ?`).bind(roomId).all()
  return results
}

describe('links that were opened', () => {
  test('[NO20] count once for each person, link and day in Japan', async () => {
    const { at } = await aTownWithLinks()
    const first = await at('2027-01-10', 0, '23:58')
    for (const url of [report, report, join]) expect((await first.open(note, url)).status).toBe(204)
    await (await at('2027-01-10', 1)).open(note, report)
    const next = await at('2027-01-11', 0, '00:01')
    await next.open(note, report)
    await next.open(note, report)
    expect(await opensIn(await next.opens(note))).toEqual([
      [2, 3, 0, 0],
      [1, 1, 0, 0],
      [0, 0, 0, 0],
    ])
  })

  test('[NO20] only addresses of the newest version of a list count', async () => {
    const { at, town } = await aTownWithLinks()
    const ami = await at('2027-01-10', 0)
    expect(await codeIn(await ami.open(note, 'https://forms.example.jp/other'))).toBe('not_found')
    await ami.save(note, { id: saveId(2), base: 1, content: aNote({ ...list, body: `入団届 ${join}` }) })
    expect(await codeIn(await ami.open(note, report))).toBe('not_found')
    await ami.save(note, { id: saveId(3), base: 2, content: aNote({ body: join }) })
    expect(await codeIn(await ami.open(note, join))).toBe('not_found')
    expect(await codeIn(await ami.open(clientId(7, 9), join))).toBe('not_found')
    expect((await ami.open(note, `https://${'a'.repeat(maxLinkLetters)}`)).status).toBe(400)
    expect(await rows('note_link_marks', town.roomId)).toEqual([])
  })

  test('[NO21] who opened is not kept: neither a name nor what it could be made from, and no mark is another’s', async () => {
    const { at, town } = await aTownWithLinks()
    for (const i of [0, 1]) {
      await (await at('2027-01-10', i)).open(note, report)
      await (await at('2027-01-10', i)).open(note, join)
      await (await at('2027-02-10', i)).open(note, join)
    }
    const kept = [...(await rows('note_link_marks', town.roomId)), ...(await rows('note_link_months', town.roomId))]
    const marks = (await rows('note_link_marks', town.roomId)).map(({ mark }) => mark)
    expect(new Set(marks).size).toBe(2)
    const text = JSON.stringify(kept)
    for (const { id, loginId } of town.people)
      expect([text.includes(id), text.includes(loginId)]).toEqual([false, false])
    expect(text).not.toContain('forms.example.jp')
  })

  test('[NO21] with its month a mark goes and numbers stay, for thirteen months', async () => {
    const { at, town } = await aTownWithLinks()
    for (const [day, i] of [
      ['2027-01-10', 0],
      ['2027-01-11', 0],
      ['2027-01-31', 1],
    ] as const)
      await (await at(day, i)).open(note, report)
    const marks = (await rows('note_link_marks', town.roomId)).map(({ mark }) => mark)
    expect(new Set(marks).size).toBe(2)
    expect(await opensIn(await (await at('2027-02-01', 0)).opens(note))).toEqual([
      [0, 0, 2, 3],
      ...Array(2).fill([0, 0, 0, 0]),
    ])
    await (await at('2027-02-01', 0)).open(note, report)
    const later = await rows('note_link_marks', town.roomId)
    expect(later).toMatchObject([{ month: '2027-02', days: 1 }])
    expect(marks).not.toContain(later[0]?.mark)
    expect(await rows('note_link_months', town.roomId)).toMatchObject([{ month: '2027-01', people: 2, times: 3 }])
    expect((await opensIn(await (await at('2027-02-02', 1)).opens(note)))[0]).toEqual([1, 1, 2, 3])
    await (await at('2028-02-01', 0)).open(note, join)
    expect((await rows('note_link_months', town.roomId)).map(({ month }) => month)).toEqual(['2027-01', '2027-02'])
    await (await at('2028-04-01', 0)).open(note, join)
    expect((await rows('note_link_months', town.roomId)).map(({ month }) => month)).toEqual(['2028-02'])
  })

  test('[NO21] the numbers are for who may write the note, and opening counts for all', async () => {
    const { town, browsers } = await aTownWithLinks()
    const roomId = crypto.randomUUID().replaceAll('-', '')
    const planting = { env: bindings(), now: Date.now() }
    const postRule = { accounts: [town.people[0]!.id] }
    await plantRooms(planting, [
      {
        id: roomId,
        organizationId: town.organizationId,
        name: '掲示',
        kind: 'announce',
        rule: { everyone: true },
        postRule,
      },
    ])
    await deliverEverything(planting)
    const [writer, reader] = [noteTaker(browsers[0]!, roomId), noteTaker(browsers[1]!, roomId)]
    await writer.save(note, { id: saveId(1), base: 0, content: list })
    expect((await reader.open(note, join)).status).toBe(204)
    expect(await codeIn(await reader.opens(note))).toBe('not_allowed')
    expect((await opensIn(await writer.opens(note)))[1]).toEqual([1, 1, 0, 0])
    expect(await codeIn(await noteTaker(browsers[1]!, 'f'.repeat(32)).open(note, join))).toBe('not_found')
    const away = noteTaker(browsers[1]!, roomId, bindings({ DB: undefined }))
    expect(await codeIn(await away.open(note, join))).toBe('directory_unavailable')
  })
})
