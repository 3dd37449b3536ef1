import { grouped } from '../../../core/directory/grouped.ts'
import { photoFileName } from '../../../core/photo-name.ts'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { CarriedFile, RoomPhotos } from '../../../protocol/file.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { type Day, dayOf } from '../dates.ts'

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

/** The file that shows a photo large enough to tell what is on it; null where only a tap fetches it. */
export const largePicture = ({ thumb, id, size }: CarriedFile): string | null =>
  size <= smallEnough ? id : (thumb ?? null)

/** Photos of a message that can be looked at, as an album has them. */
export const photosOf = ({ seq, by, storedAt, text, files = [] }: MessageEntry): PhotoItem[] =>
  files.filter(isShown).map((file) => ({ seq, by, storedAt, file, ...(text ? { text } : {}) }))

/** 「20261126-1403_第12分団_01.jpg」: when, of which unit, and which of the message's; of a copy, those of the first. */
export function photoName({ file, storedAt }: Pick<PhotoItem, 'file' | 'storedAt'>, unit: string, no: number): string {
  const at = file.taken?.at ?? file.origin?.at ?? storedAt
  return photoFileName({ at, unit: file.origin?.unit ?? unit, type: file.type, number: no, digits: 2, noUnit: '' })
}

/** Things of one day in Japan, by when they were sent, in their order. */
export function byDay<T extends { storedAt: EpochMs }>(items: readonly T[]): { day: Day; items: T[] }[] {
  return [...grouped(items, ({ storedAt }) => dayOf(storedAt))].map(([day, some]) => ({ day, items: some }))
}

/** 「2026年11月」 */
export function monthLabel(day: Day): string {
  const date = new Date(day * 86_400_000)
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月`
}
