import type { NoteDate } from '../../../core/note-text.ts'

const weekdays = '日月火水木金土'

/** 「2026年12月6日(日) 9:00～11:30」「2026年12月6日(日) 終日」「… 22:00～翌2:00」 */
export function whenWords({ start, end }: Pick<NoteDate, 'start' | 'end'>): string {
  const [day = '', from] = start.split('T')
  if (from === undefined) return `${dayWords(day)} 終日`
  const [endDay, to] = end?.split('T') ?? []
  const until = to === undefined ? '' : `～${endDay === day ? '' : '翌'}${shortTime(to)}`
  return `${dayWords(day)} ${shortTime(from)}${until}`
}

/** 「2026年12月6日(日)」 */
export function dayWords(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, date)).getUTCDay()]
  return `${year}年${month}月${date}日(${weekday})`
}

const shortTime = (time: string) => time.replace(/^0/, '')
