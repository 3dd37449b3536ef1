import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeSheet } from '../../core/read-sheet.ts'
import type { Sheet, Welcome } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { testSecrets } from '../support/test-secrets.ts'
import { townNotes } from '../town/notes.ts'
import { planTown } from '../town/plan.ts'
import { plantTown, type TownBindings } from '../town/plant.ts'
import type { Step } from '../town/talk/script.ts'
import { townTalk } from '../town/talk.ts'
import { type Person, personOf } from '../town/town.ts'
import { membersOf, roomIdsOf } from '../town/who-is-in.ts'

/** A Sunday evening in Japan. */
const now = Date.UTC(2026, 5, 14, 12, 40)
const town = planTown()
const talks = townTalk(town, now)
const bindings = env as unknown as TownBindings
const deviceId = 'd'.repeat(32)
const hello = { version: protocolVersion, seq: 0, rev: 0, roster: 0 }

const roomOf = (key: string, of = town) => env.ROOM.getByName(roomIdsOf(of).find((room) => room.key === key)?.id ?? '')

async function open(key: string, person: Person, of = town): Promise<Welcome> {
  const seen = await roomOf(key, of).sync({ accountId: person.id, deviceId }, hello)
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value
}

const stepsOf = (key: string): Step[] => talks.find((talk) => talk.room === key)?.steps ?? []
const makesEntry = ({ command }: Step) => command.t === 'post' || command.t === 'correct' || command.t === 'retract'

/** What stands in a room before its talk: the joining of all, and its notes. */
const entriesBefore = (key: string) => 1 + townNotes(now).filter(({ room }) => room === key).length

/** The oracle: how far everybody has read, by the script alone. */
function pointersOf(key: string): Map<Person, number> {
  let head = entriesBefore(key)
  const pointers = new Map<Person, number>()
  for (const step of stepsOf(key)) {
    if (makesEntry(step)) head += 1
    if (step.command.t === 'read') pointers.set(personOf(town, step.who), head)
  }
  return pointers
}

/** The authors of the talk's entries. */
const authorsOf = (key: string) =>
  stepsOf(key)
    .filter(makesEntry)
    .map(({ who }) => personOf(town, who))

beforeAll(async () => {
  await plantTown({ env: bindings, now, pepper: testSecrets.PASSWORD_PEPPER })
}, 60_000)

describe('the planted town', () => {
  test('every room has the members of its rule and the entries of its script', async () => {
    for (const { key } of roomIdsOf(town)) {
      const members = membersOf(town, key)
      const welcome = await open(key, members[0] as Person)
      expect(welcome.roster?.members.map(({ name }) => name).sort(), key).toEqual(
        members.map(({ name }) => name).sort(),
      )
      expect(welcome.head, key).toBe(entriesBefore(key) + authorsOf(key).length)
      expect(welcome.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: welcome.head }, (_, i) => i + 1))
    }
  })

  test('entries have the times of the story, the joining before all', async () => {
    const { entries } = await open('everyCaptain', personOf(town, 'desk1'))
    const times = entries.map(({ storedAt }) => storedAt)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.at(-1)).toBeLessThan(now)
    expect(times.slice(1)).toEqual(
      stepsOf('everyCaptain')
        .filter(makesEntry)
        .map(({ at }) => at),
    )
  })

  test('[RP4] the counts of every message in every room are those of the script', async () => {
    for (const { key } of roomIdsOf(town).filter((room) => !room.key.startsWith('desk'))) {
      const pointers = [...pointersOf(key)]
      const { reads, entries } = await open(key, membersOf(town, key)[0] as Person)
      authorsOf(key).forEach((author, i) => {
        const seq = i + 1 + entriesBefore(key)
        if (entries[seq - 1]?.kind !== 'message') return
        const expected = pointers.filter(([person, pointer]) => person !== author && pointer >= seq).length
        expect(reads.counts[seq - reads.from], `${key} ${seq}`).toBe(expected)
      })
    }
  })

  test('[RP8] in the rooms of desk and captain only the other side counts', async () => {
    const desk = new Set([1, 2, 3, 4].map((n) => personOf(town, `desk${n}`)))
    for (const { key } of town.deskRooms.rooms) {
      const pointers = [...pointersOf(key)]
      const { reads, entries } = await open(key, personOf(town, 'desk1'))
      authorsOf(key).forEach((author, i) => {
        const seq = i + 1 + entriesBefore(key)
        if (entries[seq - 1]?.kind !== 'message') return
        const others = pointers.filter(([person]) => desk.has(person) !== desk.has(author))
        expect(reads.counts[seq - reads.from], `${key} ${seq}`).toBe(
          others.filter(([, pointer]) => pointer >= seq).length,
        )
      })
    }
  })

  test('[RP9] the sheet of the corrected notice shows the six captains who know only the wrong place', async () => {
    const desk = personOf(town, 'desk1')
    const { entries, roster } = await open('everyCaptain', desk)
    const corrected = entries.find((entry) => entry.kind === 'correction')
    const seq = corrected?.kind === 'correction' ? corrected.target : 0
    const sheet = await roomOf('everyCaptain').ask({ accountId: desk.id, deviceId }, { t: 'sheet', seq })
    if (!sheet.ok) throw new Error(sheet.refusal.code)
    const { members, stale } = decodeSheet(sheet.value as Sheet, (sheet.value as Sheet).members ?? [])
    const names = members
      .filter((_, i) => stale[i])
      .map((no) => roster?.members.find((member) => member.no === no)?.name)
    expect(names.sort()).toEqual([3, 9, 16, 22, 28, 31].map((n) => personOf(town, `captain${n}`).name).sort())
  })

  test("nobody opens another's room: the executives' is there for ten, and not for the administrator", async () => {
    const ask = (role: string) => roomOf('executives').sync({ accountId: personOf(town, role).id, deviceId }, hello)
    expect((await ask('mayor')).ok).toBe(true)
    for (const role of ['digital/課長補佐', 'kiki/課長', 'captain12'])
      expect(await ask(role)).toEqual({ ok: false, refusal: { code: 'not_found' } })
  })

  test('planting again changes nothing', async () => {
    const before = await open('captains', personOf(town, 'desk1'))
    await plantTown({ env: bindings, now: now + 3_600_000, pepper: testSecrets.PASSWORD_PEPPER })
    const after = await open('captains', personOf(town, 'desk1'))
    expect(after.entries).toEqual(before.entries)
    expect(after.head).toBe(before.head)
  })

  test('the 580 members can be added later, with rooms of their own, and nothing else moves', async () => {
    const before = await open('everyCaptain', personOf(town, 'desk1'))
    const big = await plantTown({ env: bindings, now, pepper: testSecrets.PASSWORD_PEPPER, members: true })
    const all = await open('everyMember', personOf(big, 'member12-3'), big)
    expect(all.roster?.members).toHaveLength(membersOf(big, 'everyMember').length)
    expect(all.rights).toEqual({ post: false, moderate: false })
    expect((await open('division12', personOf(big, 'captain12'), big)).roster?.members).toHaveLength(18)
    expect((await open('everyCaptain', personOf(town, 'desk1'))).entries).toEqual(before.entries)
  })
})
