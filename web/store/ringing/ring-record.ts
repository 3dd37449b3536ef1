import type { EpochMs, MemberNo } from '../../../protocol/ids.ts'
import type { RingRecord, RingState } from '../../../protocol/ringing.ts'
import { dayLabel, dayOf, timeOfDay } from '../dates.ts'

/** How one person was rung for an entry: when, and what became of the last try where that did not ring. */
export type RungPerson = { rungAt: EpochMs[]; last: Exclude<RingState, 'rung'> | null }

/** Who is not in it was not to be rung. */
export function ringsByMember({ rings }: RingRecord): Map<MemberNo, RungPerson> {
  const people = new Map<MemberNo, RungPerson>()
  for (const { no, at, state } of rings.toSorted((a, b) => a.at - b.at)) {
    const rungAt = people.get(no)?.rungAt ?? []
    people.set(no, state === 'rung' ? { rungAt: [...rungAt, at], last: null } : { rungAt, last: state })
  }
  return people
}

/** 「14:05・14:08」; another day than today is named once: 「昨日 23:58・今日 0:01」. */
export function timesInWords(times: readonly EpochMs[], now: EpochMs): string {
  const today = dayOf(now)
  return times
    .map((at, i) => {
      const [day, before] = [dayOf(at), dayOf(times[i - 1] ?? now)]
      return day === before ? timeOfDay(at) : `${dayLabel(day, today)} ${timeOfDay(at)}`
    })
    .join('・')
}
