/** The days of the story, counted from a Sunday, and the words for them. All in Japan's time, which has no summer time. */

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const japanMs = 9 * 60 * minuteMs
/** A day of the story lasts until eight in the morning, so that what is said “four hours ago” is never before yesterday evening. */
const nightMs = 8 * 60 * minuteMs
const weekdays = ['日', '月', '火', '水', '木', '金', '土'] as const

export type Calendar = {
  now: number
  /** A clock time on a day of the story: 0 is the last Sunday at least four days back, −2 the Friday before it, 1 the Monday after. */
  on(day: number, clock: string): number
  /** The day before the present one at this time. */
  yesterday(clock: string): number
  /** The last day before the present one that is neither Saturday nor Sunday: when offices write. */
  workday(clock: string): number
  /** So many minutes ago; up to 240 stay within the present day. */
  ago(minutes: number): number
  /** 「6月7日(日)」 */
  date(day: number): string
  /** 「7日(日)」 */
  shortDate(day: number): string
  /** 「6/7」 */
  slashDate(day: number): string
}

/** Clock time as minutes after midnight; past 24:00 is the next morning. */
function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** The calendar of a town that is looked at at `now` (epoch milliseconds). */
export function calendarAt(now: number): Calendar {
  const today = Math.floor((now + japanMs - nightMs) / dayMs)
  const weekday = (day: number) => (((day + 4) % 7) + 7) % 7
  let sunday = today - 4
  while (weekday(sunday) !== 0) sunday -= 1
  let workday = today - 1
  while (weekday(workday) === 0 || weekday(workday) === 6) workday -= 1
  const at = (day: number, clock: string) => day * dayMs - japanMs + minutesOf(clock) * minuteMs
  const parts = (day: number) => new Date((sunday + day) * dayMs)
  const weekdayOf = (day: number) => weekdays[weekday(sunday + day)]
  return {
    now,
    on: (day, clock) => at(sunday + day, clock),
    yesterday: (clock) => at(today - 1, clock),
    workday: (clock) => at(workday, clock),
    ago: (minutes) => now - minutes * minuteMs,
    date: (day) => `${parts(day).getUTCMonth() + 1}月${parts(day).getUTCDate()}日(${weekdayOf(day)})`,
    shortDate: (day) => `${parts(day).getUTCDate()}日(${weekdayOf(day)})`,
    slashDate: (day) => `${parts(day).getUTCMonth() + 1}/${parts(day).getUTCDate()}`,
  }
}
