import type { MessageEntry } from '../../protocol/entry.ts'
import type { CarriedFile, RoomPhotos } from '../../protocol/file.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import { type Day, dayOf } from './dates.ts'

/** A photo or a file with the message that carries it. */
export type PhotoItem = RoomPhotos['items'][number]

/** What browsers show: HEIC is none of it but on Apple's devices, where it arrives as JPEG. */
const shownTypes = ['image/jpeg', 'image/png', 'image/webp']
export const isShown = ({ kind, type }: CarriedFile): boolean => kind === 'photo' && shownTypes.includes(type)

/** A photo without a small picture is fetched by itself up to this size; a larger one when it is asked for. */
const smallEnough = 500_000

/** The file that stands for a photo among others; null where only a tap fetches it. */
export const smallPicture = ({ thumb, id, size }: CarriedFile): string | null =>
  thumb ?? (size <= smallEnough ? id : null)

/** Photos of a message that can be looked at, as an album has them. */
export const photosOf = ({ seq, by, storedAt, text, files = [] }: MessageEntry): PhotoItem[] =>
  files.filter(isShown).map((file) => ({ seq, by, storedAt, file, ...(text ? { text } : {}) }))

/** 「20261126-1403_第12分団_01.jpg」: when, of which unit, and which of the message's. */
export function photoName({ file, storedAt }: Pick<PhotoItem, 'file' | 'storedAt'>, unit: string, no: number): string {
  const wall = new Date((file.taken?.at ?? file.origin?.at ?? storedAt) + 9 * 3_600_000).toISOString()
  const when = `${wall.slice(0, 10).replaceAll('-', '')}-${wall.slice(11, 16).replace(':', '')}`
  const place = (file.origin?.unit ?? unit).replace(/[\\/:*?"<>|\s]+/g, '')
  const ending = file.type === 'image/png' ? 'png' : file.type === 'image/webp' ? 'webp' : 'jpg'
  return [when, place, String(no).padStart(2, '0')].filter(Boolean).join('_').concat('.', ending)
}

/** Items of one day, in their order. */
export type PhotoDay = { day: Day; items: PhotoItem[] }

export function byDay(items: readonly PhotoItem[]): PhotoDay[] {
  const days: PhotoDay[] = []
  for (const item of items) {
    const day = dayOf(item.storedAt)
    if (days.at(-1)?.day === day) days.at(-1)?.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

/** 「2026年11月」 */
export function monthLabel(day: Day): string {
  const date = new Date(day * 86_400_000)
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月`
}

/** When a photo was taken, or else when it first came. */
export const momentOf = ({ file, storedAt }: PhotoItem): EpochMs => file.taken?.at ?? file.origin?.at ?? storedAt
