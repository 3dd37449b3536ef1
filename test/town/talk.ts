import { type Calendar, calendarAt } from './calendar.ts'
import { chanceOf } from './random.ts'
import { captainsTalk } from './talk/captains.ts'
import { cityTalk } from './talk/city.ts'
import { deskTalk } from './talk/desk-rooms.ts'
import { disasterTalk } from './talk/disaster.ts'
import { everyCaptainTalk } from './talk/every-captain.ts'
import { executivesTalk } from './talk/executives.ts'
import { gateTalk } from './talk/gate.ts'
import { headquartersTalk } from './talk/headquarters.ts'
import { membersTalk } from './talk/members.ts'
import { type RoomTalk, type Stage, type Step, stageOf } from './talk/script.ts'
import { sheltersTalk } from './talk/shelters.ts'
import { type Person, personOf, type Role, type Town } from './town.ts'
import { membersOf } from './who-is-in.ts'

/**
 * Three weeks of talk up to `now` (epoch milliseconds), room by room, each oldest first, with one reading at the end of what each
 * member has seen. The same town and the same `now` give the same talk.
 */
export function townTalk(town: Town, now: number): RoomTalk[] {
  const stage = stageOf(town, calendarAt(now))
  return scripts(stage, town.cast.has('member1-1')).map((talk) => ({
    ...talk,
    steps: withReadings(town, stage.calendar, talk),
  }))
}

const scripts = (stage: Stage, members: boolean): RoomTalk[] => [
  disasterTalk(stage),
  gateTalk(stage),
  sheltersTalk(stage),
  executivesTalk(stage),
  everyCaptainTalk(stage),
  captainsTalk(stage),
  headquartersTalk(stage),
  ...deskTalk(stage),
  ...(members ? membersTalk(stage) : []),
  ...cityTalk(stage),
]

/** The steps in the order of their times, and for each member the reading of what stood there at the last look. */
function withReadings(town: Town, calendar: Calendar, talk: RoomTalk): Step[] {
  const steps = [...talk.steps].sort((a, b) => a.at - b.at)
  const looks = looksOf(town, calendar, talk)
  const readings = membersOf(town, talk.room).map((person): Step => {
    const at = looks.get(person.id) ?? usualLook(town, calendar, person)
    return { at, who: roleOf(town, person), command: { t: 'read' } }
  })
  return [...steps, ...readings].sort((a, b) => a.at - b.at)
}

/** By person: what the script says, or their own last act where that is later. */
function looksOf(town: Town, calendar: Calendar, talk: RoomTalk): Map<string, number> {
  const looks = new Map<string, number>()
  for (const [role, at] of Object.entries(talk.looks ?? {})) looks.set(personOf(town, role).id, at)
  for (const { who, at } of talk.steps) {
    const person = personOf(town, who)
    const look = looks.get(person.id) ?? usualLook(town, calendar, person)
    looks.set(person.id, Math.max(look, at))
  }
  return looks
}

/** When somebody last looked, by habit: most within the hour, some last evening, a few days ago. */
function usualLook(town: Town, calendar: Calendar, person: Person): number {
  const chance = chanceOf(town.seed, 'habit', person.id)
  const habit = chance.upTo(100)
  if (habit < 40) return calendar.ago(3 + chance.upTo(12))
  if (habit < 65) return calendar.ago(20 + chance.upTo(220))
  if (habit < 88) return calendar.yesterday('21:00') + chance.upTo(90) * 60_000
  if (habit < 97) return calendar.on(1, '21:00') + chance.upTo(60) * 60_000
  return calendar.on(-1, '13:00') + chance.upTo(60) * 60_000
}

/** A role of this person; any of several will do. */
function roleOf(town: Town, person: Person): Role {
  for (const [role, who] of town.cast) if (who === person) return role
  throw new Error(`${person.name} plays nothing`)
}
