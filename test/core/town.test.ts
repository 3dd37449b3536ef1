import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Command } from '../../protocol/client-message.ts'
import { LoginId, MakeRoom } from '../../protocol/http.ts'
import { Id } from '../../protocol/ids.ts'
import { textProblem } from '../../protocol/text.ts'
import { isMadeUp } from '../town/names.ts'
import { planTown } from '../town/plan.ts'
import { leastDisasterRank } from '../town/plan-disaster.ts'
import { resolveTalk } from '../town/resolve.ts'
import { signInsOf } from '../town/sign-ins.ts'
import { drillCounts, vaccineCounts } from '../town/talk/desk-rooms.ts'
import { townTalk } from '../town/talk.ts'
import { organizationOf, type Person, personOf } from '../town/town.ts'
import { membershipIn, membersOf, postersOf, roomIdsOf } from '../town/who-is-in.ts'

const town = planTown()
const bigTown = planTown({ members: true })
const hourMs = 3_600_000

/** Wednesday 2026-06-10 12:00 in Japan. */
const noon = Date.UTC(2026, 5, 10, 3)
/** Every day of a week and every third hour of the day. */
const moments = Array.from({ length: 56 }, (_, i) => noon + i * 3 * hourMs + 17 * 60_000)

const peopleOf = (key: 'city' | 'disaster' | 'corps', of = town) =>
  of.people.filter((person) => membershipIn(of, organizationOf(of, key), person) !== undefined)
const membersIn = (room: string) => membersOf(town, room).length

describe('the plan', () => {
  test('the city has 160 staff in twenty sections under eight departments', () => {
    const { units, titles } = organizationOf(town, 'city')
    const parents = new Set(units.map((unit) => unit.parentId))
    expect(peopleOf('city')).toHaveLength(160)
    expect(units.filter((unit) => !parents.has(unit.id))).toHaveLength(20)
    expect(units).toHaveLength(1 + 8 + 20)
    expect(titles.map((title) => title.name)).toEqual([
      ...['市長', '副市長', '部長', '課長', '課長補佐', '係長', '主査', '主任', '主事'],
    ])
  })

  test('everyone of the city from 主査 up is in 災害連絡用, with all of the fire headquarters and whoever has a seat there', () => {
    const city = organizationOf(town, 'city')
    const disaster = organizationOf(town, 'disaster')
    const rankOf = (titleId: string | undefined) => city.titles.find((title) => title.id === titleId)?.rank ?? 0
    const fire = city.units.find((unit) => unit.name === '消防本部')
    const fireUnits = city.units.filter((unit) => unit === fire || unit.parentId === fire?.id).map((unit) => unit.id)
    const expected = peopleOf('city').filter((person) => {
      const here = person.memberships.find((held) => held.organizationId === city.id)
      const isSeated = person.positions.some((seat) => seat.organizationId === disaster.id)
      return rankOf(here?.titleId) >= leastDisasterRank || fireUnits.includes(here?.unitId ?? '') || isSeated
    })
    expect(peopleOf('disaster')).toEqual(expected)
    expect(expected).toHaveLength(122)
    expect(membersIn('disaster')).toBe(expected.length)
  })

  test('the corps has a headquarters of ten, 34 captains in seats of their own, and a desk of four', () => {
    const corps = organizationOf(town, 'corps')
    const holders = (kind: string) =>
      corps.positions
        .filter((position) => position.kind === kind)
        .map(
          (position) =>
            town.people.filter((one) => one.positions.some((held) => held.positionId === position.id)).length,
        )
    expect(holders('headquarters')).toEqual(Array(10).fill(1))
    expect(holders('captain')).toEqual(Array(34).fill(1))
    expect(holders('desk')).toEqual([4])
    expect(town.deskRooms.rooms).toHaveLength(34)
  })

  test('the rooms of the interview are filled by rule', () => {
    expect(membersIn('everyCaptain')).toBe(10 + 34 + 4)
    expect(membersIn('captains')).toBe(34 + 4)
    expect(membersIn('headquarters')).toBe(10 + 4)
    expect(membersIn('gate')).toBe(8)
    expect(membersIn('executives')).toBe(2 + 8)
    expect(membersIn('desk12')).toBe(1 + 4)
    expect(membersIn('notices')).toBe(160)
  })

  test('some people hold positions in several organizations', () => {
    const membershipsOf = (person: Person) =>
      town.organizations.flatMap((organization) => membershipIn(town, organization, person) ?? [])
    const organizationsOf = (role: string) => membershipsOf(personOf(town, role)).length
    expect(personOf(town, 'captain5')).toBe(personOf(town, 'gesui/係長'))
    expect(organizationsOf('captain5')).toBe(3)
    expect(organizationsOf('desk1')).toBe(3)
    expect(organizationsOf('captain12')).toBe(1)
    for (const person of town.people) {
      const memberships = membershipsOf(person).map((held) => held.organizationId)
      expect(new Set(memberships).size).toBe(memberships.length)
      for (const seat of person.positions) expect(memberships).toContain(seat.organizationId)
    }
  })

  test('the switch adds 580 members and 35 rooms, and changes nobody else', () => {
    expect(bigTown.people).toHaveLength(town.people.length + 580)
    expect(bigTown.people.slice(0, town.people.length)).toEqual(town.people)
    expect(bigTown.rooms).toHaveLength(town.rooms.length + 35)
    expect(membersOf(bigTown, 'everyMember')).toHaveLength(peopleOf('corps', bigTown).length)
    expect(membersOf(bigTown, 'division3')).toHaveLength(18)
  })

  test('ids, logins, names and telephone numbers are unique and well-formed', () => {
    const ids = [
      ...bigTown.people.map((person) => person.id),
      ...roomIdsOf(bigTown).map((room) => room.id),
      ...bigTown.organizations.flatMap(({ id, units, titles, positions }) => [
        id,
        ...[...units, ...titles, ...positions].map((part) => part.id),
      ]),
    ]
    for (const id of ids) v.assert(Id, id)
    const lists = [ids, ...(['loginId', 'name', 'phone'] as const).map((key) => bigTown.people.map((one) => one[key]))]
    for (const list of lists) expect(new Set(list).size).toBe(list.length)
    for (const { loginId } of bigTown.people) expect(v.parse(LoginId, loginId)).toBe(loginId)
  })

  test('all people are visibly made up, and no telephone number can be reached', () => {
    expect(bigTown.people.filter(({ name }) => !isMadeUp(name))).toEqual([])
    expect(bigTown.people.filter(({ phone }) => !/^000-0000-\d{4}$/.test(phone))).toEqual([])
  })

  test('rooms are such as a person could make', () => {
    for (const { name, purpose, kind, rule } of bigTown.rooms) v.assert(MakeRoom, { name, purpose, kind, rule })
  })

  test('the same seed gives the same town, another seed another', () => {
    expect(planTown()).toEqual(town)
    const other = planTown({ seed: 'another' })
    expect(other.people).toHaveLength(town.people.length)
    expect(other.people[0]?.id).not.toBe(town.people[0]?.id)
    expect(other.people.map(({ name }) => name)).not.toEqual(town.people.map(({ name }) => name))
  })

  test('the printed sign-ins are people of the town', () => {
    expect(signInsOf(town).map(({ loginId }) => loginId)).toEqual([
      ...['jimukyoku', 'dancho', 'bundan12', 'bundan05', 'shicho', 'kakaricho', 'suimon', 'admin'],
    ])
  })
})

describe('the talk', () => {
  const talks = townTalk(bigTown, noon)
  const commandsOf = (room: string) =>
    talks.find((talk) => talk.room === room)?.steps.map(({ command }) => command) ?? []

  test('every room has talk, and the same moment gives the same', () => {
    expect(talks.map((talk) => talk.room).sort()).toEqual(
      roomIdsOf(bigTown)
        .map((room) => room.key)
        .sort(),
    )
    expect(townTalk(bigTown, noon)).toEqual(talks)
    for (const { room } of talks) expect(commandsOf(room).filter(({ t }) => t === 'post').length).toBeGreaterThan(2)
  })

  test('its heart is in the rooms of the interview', () => {
    const all = talks.flatMap((talk) => talk.steps.map(({ command }) => command.t))
    const count = (t: string) => all.filter((one) => one === t).length
    expect(commandsOf('everyCaptain').length).toBeGreaterThan(250)
    expect(count('correct')).toBeGreaterThanOrEqual(8)
    expect(count('retract')).toBeGreaterThanOrEqual(4)
    expect(count('pin')).toBeGreaterThan(40)
  })

  test('whoever writes is in the room and may write there, and mentions only members', () => {
    for (const { room, steps } of talks) {
      const members = new Set(membersOf(bigTown, room))
      const posters = new Set(postersOf(bigTown, room))
      for (const { who, command } of steps) {
        const person = personOf(bigTown, who)
        expect(members, `${who} in ${room}`).toContain(person)
        if (command.t === 'post') expect(posters, `${who} in ${room}`).toContain(person)
        if (command.t !== 'post' && command.t !== 'correct') continue
        for (const role of command.mentions ?? [])
          expect(members, `${role} in ${room}`).toContain(personOf(bigTown, role))
      }
    }
  })

  test('at any hour of any weekday times ascend, end before now, and every command is one that the protocol takes', () => {
    for (const now of moments) {
      for (const talk of townTalk(town, now)) {
        const times = talk.steps.map(({ at }) => at)
        expect(times).toEqual([...times].sort((a, b) => a - b))
        expect(times.at(-1), `${talk.room} at ${now}`).toBeLessThan(now)
        expect(now - (times[0] as number)).toBeLessThan(32 * 24 * hourMs)
        for (const { step } of resolveTalk(town, talk, 1, () => 1)) v.assert(Command, step.command)
      }
    }
  })

  test('texts stay within the limits, and nobody writes more than the room allows', () => {
    for (const { steps } of talks) {
      for (const { command, at } of steps) {
        if (command.t !== 'post' && command.t !== 'correct') continue
        expect(textProblem(command.text)).toBeNull()
        if (command.t === 'post') expect(command.actedAt ?? at).toBeLessThanOrEqual(at)
      }
    }
  })

  test('only the author corrects or retracts, within a day', () => {
    for (const { steps } of talks) {
      for (const { who, at, command } of steps) {
        if (command.t !== 'correct' && command.t !== 'retract') continue
        const post = steps.find((step) => step.command.t === 'post' && step.command.key === command.target)
        expect(personOf(bigTown, who)).toBe(personOf(bigTown, post?.who ?? ''))
        expect(at - (post?.at ?? 0)).toBeLessThan(24 * hourMs)
      }
    }
  })

  test('a mention in a text is a mention of the command, and names that person', () => {
    for (const { steps } of talks) {
      for (const { command } of steps) {
        if (command.t !== 'post') continue
        for (const role of command.mentions ?? []) expect(command.text).toContain(`@${personOf(bigTown, role).name}`)
      }
    }
  })

  test('everyone has looked once, after whatever they did, and at different times', () => {
    for (const { room, steps } of talks) {
      const readings = steps.filter(({ command }) => command.t === 'read')
      expect(readings.map(({ who }) => personOf(bigTown, who).id).sort()).toEqual(
        membersOf(bigTown, room)
          .map(({ id }) => id)
          .sort(),
      )
      for (const reading of readings) {
        const person = personOf(bigTown, reading.who)
        const acts = steps.filter(({ who, command }) => command.t !== 'read' && personOf(bigTown, who) === person)
        for (const act of acts) expect(reading.at).toBeGreaterThanOrEqual(act.at)
      }
    }
  })

  test('of the corrected notice, six captains have read only the wrong place, and three nothing of it', () => {
    const steps = talks.find((talk) => talk.room === 'everyCaptain')?.steps ?? []
    const indexOf = (isIt: (command: (typeof steps)[number]['command']) => boolean) =>
      steps.findIndex(({ command }) => isIt(command))
    const posted = indexOf((command) => command.t === 'post' && command.key === 'drill2')
    const corrected = indexOf((command) => command.t === 'correct' && command.target === 'drill2')
    const readers = steps.flatMap(({ command, who }, i) => (command.t === 'read' ? [{ i, who }] : []))
    const captain = /^captain\d+$/
    const roleOf = (who: string) =>
      [...bigTown.cast].find(([role, person]) => captain.test(role) && person === personOf(bigTown, who))?.[0]
    const onlyWrong = readers.filter(({ i }) => i > posted && i < corrected).map(({ who }) => roleOf(who))
    expect(onlyWrong).toEqual(['captain3', 'captain9', 'captain16', 'captain22', 'captain28', 'captain31'])
    expect(readers.filter(({ i }) => i < posted).map(({ who }) => roleOf(who))).toEqual(
      expect.arrayContaining(['captain11', 'captain26', 'captain30']),
    )
  })

  test("the desk's totals are the sums of what the divisions answered", () => {
    const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b)
    const totals = commandsOf('everyCaptain').find((command) => command.t === 'post' && command.key === 'allIn')
    expect(totals).toMatchObject({ text: expect.stringContaining(`訓練は計${sum(drillCounts)}名`) })
    expect(totals).toMatchObject({ text: expect.stringContaining(`希望は計${sum(vaccineCounts)}名`) })
  })
})
