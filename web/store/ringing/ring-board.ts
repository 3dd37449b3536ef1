import type { MemberNo } from '../../../protocol/ids.ts'
import type { RingBoard } from '../../../protocol/ringing.ts'
import type { Roster, RosterMember } from '../../../protocol/roster.ts'
import { membersByUnit } from '../talk/people.ts'

export type Forecast = RingBoard['members'][number]

/** One person and the device that is counted for them. */
export type Forecasted = { member: RosterMember; forecast: Forecast }

export type UnitOfRings = {
  name: string
  total: number
  ringing: number
  /** Who is to be looked after: who will not ring, and who did not when this was first looked at. */
  people: Forecasted[]
}

/** Whose phone will ring, for the eye: by unit, those with somebody to look after first. */
export type BoardByUnit = { total: number; ringing: number; units: UnitOfRings[]; others: Forecasted[] }

export const willRing = ({ outlook }: Forecast): boolean => outlook === 'rings'

/** `watched`: people who stay where they stand when they turn out to ring. */
export function boardByUnit(
  { members }: RingBoard,
  roster: Roster,
  watched: ReadonlySet<MemberNo> = new Set(),
): BoardByUnit {
  const forecasts = new Map(members.map((forecast) => [forecast.no, forecast]))
  const isListed = ({ forecast }: Forecasted) => !willRing(forecast) || watched.has(forecast.no)
  const others: Forecasted[] = []
  const units = membersByUnit(roster).flatMap(({ name, people }): UnitOfRings[] => {
    const known = people.flatMap((member): Forecasted[] => {
      const forecast = forecasts.get(member.no)
      return forecast ? [{ member, forecast }] : []
    })
    others.push(...known.filter((one) => !isListed(one)))
    const ringing = known.filter(({ forecast }) => willRing(forecast)).length
    return known.length === 0 ? [] : [{ name, total: known.length, ringing, people: known.filter(isListed) }]
  })
  const sum = (count: (unit: UnitOfRings) => number) => units.reduce((all, unit) => all + count(unit), 0)
  const isWhole = ({ people }: UnitOfRings) => people.length === 0
  return {
    total: sum(({ total }) => total),
    ringing: sum(({ ringing }) => ringing),
    units: [...units.filter((unit) => !isWhole(unit)), ...units.filter(isWhole)],
    others,
  }
}

/** Who would not ring. */
export const silentIn = ({ members }: RingBoard): MemberNo[] =>
  members.filter((forecast) => !willRing(forecast)).map(({ no }) => no)
