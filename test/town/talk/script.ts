import type { ReactionCode } from '../../../protocol/entry.ts'
import type { Calendar } from '../calendar.ts'
import { personOf, type Role, type RoomKey, type Town } from '../town.ts'

/**
 * Talk as it is written down: who does what when, in the words of the protocol's commands, with the names of earlier posts in the
 * place of their numbers and roles in the place of member numbers. `bring-in.ts` fills in the numbers.
 */
export type ScriptedCommand =
  | { t: 'post'; key?: string; text: string; mentions?: Role[]; replyTo?: string; actedAt?: number }
  | { t: 'correct'; target: string; text: string; mentions?: Role[] }
  | { t: 'retract'; target: string }
  | { t: 'react'; target: string; code: ReactionCode }
  | { t: 'pin'; target: string }
  /** Has seen all that stood there at that time. */
  | { t: 'read' }

/** `at` is epoch milliseconds. */
export type Step = { at: number; who: Role; command: ScriptedCommand }

/** What was said in a room, oldest first. Who has read how far comes from habits, unless `looks` says when somebody last looked. */
export type RoomTalk = { room: RoomKey; steps: Step[]; looks?: Record<Role, number> }

/** What a script may ask of the town and its days. */
export type Stage = {
  calendar: Calendar
  /** 「@椿雪 誠」, as the client writes a mention. */
  at(role: Role): string
  /** Surname alone, as one writes to a colleague. */
  family(role: Role): string
}

export function stageOf(town: Town, calendar: Calendar): Stage {
  return {
    calendar,
    at: (role) => `@${personOf(town, role).name}`,
    family: (role) => personOf(town, role).name.split(' ')[0] as string,
  }
}

type Extra = { key?: string; mentions?: Role[]; replyTo?: string; actedAt?: number }

const linesOf = (text: string | string[]) => (typeof text === 'string' ? text : text.join('\n'))

/** A post; more than one line as a list. It has a key when a later step speaks of it. */
export const say = (at: number, who: Role, text: string | string[], extra: Extra = {}): Step => ({
  at,
  who,
  command: { t: 'post', ...extra, text: linesOf(text) },
})

export const correct = (at: number, who: Role, target: string, text: string | string[]): Step => ({
  at,
  who,
  command: { t: 'correct', target, text: linesOf(text) },
})

export const retract = (at: number, who: Role, target: string): Step => ({ at, who, command: { t: 'retract', target } })

export const pin = (at: number, who: Role, target: string): Step => ({ at, who, command: { t: 'pin', target } })

/** The same reaction of several, one after the other, `everyMinutes` apart. */
export const reacts = (at: number, target: string, code: ReactionCode, who: Role[], everyMinutes = 3): Step[] =>
  who.map((role, i) => ({ at: at + i * everyMinutes * 60_000, who: role, command: { t: 'react', target, code } }))

/** captain1, captain4 …, for reactions of many. */
export const captains = (...numbers: number[]): Role[] => numbers.map((n) => `captain${n}`)
