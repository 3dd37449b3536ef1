import type { EpochMs } from '../../../protocol/ids.ts'
import type { NoteContent, NoteKind } from '../../../protocol/note.ts'
import { templateWords as words } from '../../words/note-templates.ts'
import { type Day, dayOf } from '../dates.ts'

/** A note to go on from, as of a moment: its dates are near ones, so that only the number has to be changed. */
export function templateOf(kind: NoteKind, now: EpochMs): NoteContent {
  const today = dayOf(now)
  const plain = { kind, files: [], pinned: false, offline: false, archiveOn: null }
  switch (kind) {
    case 'text':
      return { ...plain, title: '', body: '' }
    case 'schedule': {
      const when = dateLine(sundayFrom(today + 7), '09:00-11:30', words.schedule.event)
      return { ...plain, title: words.schedule.title, body: words.schedule.body(when) }
    }
    case 'links':
      return {
        ...{ ...plain, pinned: true, offline: true, title: words.links.title },
        body: `${words.links.names.map((name) => `${name} https://`).join('\n')}\n`,
      }
    case 'bereavement': {
      const { title, wake, funeral, body } = words.bereavement
      const text = body(dateLine(today + 1, '18:00-19:00', wake), dateLine(today + 2, '10:00-11:00', funeral))
      return { ...plain, title, body: text, archiveOn: isoDay(today + 2) }
    }
  }
}

/** The line of a date block. */
export const dateLine = (day: Day, times: string, what: string): string =>
  ['日時:', isoDay(day), times, what].filter((part) => part !== '').join(' ')

/** YYYY-MM-DD */
export const isoDay = (day: Day): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** The last day that a text names in a date block; null where it names none. */
export function lastDayIn(body: string): string | null {
  const days = [...body.matchAll(/^\s*日時\s*[:：]\s*(\d{4}-\d{2}-\d{2})/gm)].map(([, day = '']) => day)
  return days.sort()[days.length - 1] ?? null
}

/** 1970-01-01 was a Thursday. */
const sundayFrom = (day: Day): Day => day + ((7 - ((day + 4) % 7)) % 7)
