import type { EpochMs } from '../../protocol/ids.ts'
import { japanMs } from '../../protocol/japan.ts'

/** Days since 1970-01-01 by the calendar of Japan, which knows no summer time. */
export type Day = number

const dayMs = 24 * 3_600_000
const weekdays = '日月火水木金土'

export const dayOf = (at: EpochMs): Day => Math.floor((at + japanMs) / dayMs)

const pad = (value: number) => String(value).padStart(2, '0')

/** A Date whose UTC fields are the clock on a wall in Japan. */
const onTheWall = (at: EpochMs) => new Date(at + japanMs)

/** 「14:32」 */
export function timeOfDay(at: EpochMs): string {
  const wall = onTheWall(at)
  return `${wall.getUTCHours()}:${pad(wall.getUTCMinutes())}`
}

/** 「今日」「昨日」「11月22日(日)」, with the year where it is another one. */
export function dayLabel(day: Day, today: Day): string {
  if (day === today) return '今日'
  if (day === today - 1) return '昨日'
  const date = new Date(day * dayMs)
  const year = date.getUTCFullYear()
  const words = `${date.getUTCMonth() + 1}月${date.getUTCDate()}日(${weekdays[date.getUTCDay()]})`
  return year === new Date(today * dayMs).getUTCFullYear() ? words : `${year}年${words}`
}

/** When a room last had something to say, for a narrow column: 「14:32」「昨日」「11/20」「2025/11/20」. */
export function briefTime(at: EpochMs, now: EpochMs): string {
  const [day, today] = [dayOf(at), dayOf(now)]
  if (day === today) return timeOfDay(at)
  if (day === today - 1) return '昨日'
  const [wall, wallNow] = [onTheWall(at), onTheWall(now)]
  const monthAndDay = `${wall.getUTCMonth() + 1}/${wall.getUTCDate()}`
  return wall.getUTCFullYear() === wallNow.getUTCFullYear() ? monthAndDay : `${wall.getUTCFullYear()}/${monthAndDay}`
}

/** 「今日 14:32」「11月20日(金) 9:05」 */
export const momentLabel = (at: EpochMs, now: EpochMs): string => `${dayLabel(dayOf(at), dayOf(now))} ${timeOfDay(at)}`
