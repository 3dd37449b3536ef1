import type { EpochMs } from '../../protocol/ids.ts'

const japanMs = 9 * 3_600_000

/** A moment as people in Japan write it: `2026-11-26 14:03`. */
export const japanMinute = (at: EpochMs): string => new Date(at + japanMs).toISOString().slice(0, 16).replace('T', ' ')

const extensions: Record<string, string> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heif',
}

/** The name of a photo in a zip: 日時_分団_連番, as `20261126-1403_第12分団_001.jpg`. `number` from 1 makes it the only one. */
export function zipName({
  at,
  unit,
  type,
  number,
}: {
  at: EpochMs
  unit: string
  type: string
  number: number
}): string {
  const moment = japanMinute(at).replaceAll(/[-:]/g, '').replace(' ', '-')
  // What no file system takes (Windows takes the least), and what would leave the folder.
  const plain = unit.replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|.\s]+/gu, '') || '所属なし'
  return `${moment}_${plain}_${String(number).padStart(3, '0')}.${extensions[type] ?? 'jpg'}`
}
