import type { EpochMs } from '../protocol/ids.ts'
import { japanTime } from '../protocol/japan.ts'
import { cutToBytes } from './file-name.ts'

/** A moment as people in Japan write it: `2026-11-26 14:03`. */
export const japanMinute = (at: EpochMs): string => japanTime(at).slice(0, 16).replace('T', ' ')

/** The same as it stands in a file's name: `20261126-1403`. */
export const minuteInName = (at: EpochMs): string => japanMinute(at).replaceAll(/[-:]/g, '').replace(' ', '-')

const extensions: Record<string, string> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heif',
}

/** With time and number a name stays below the 255 bytes that file systems take. */
const maxUnitBytes = 200

export type NamedPhoto = {
  at: EpochMs
  unit: string
  type: string
  /** From 1: makes it the only one. */
  number: number
  digits: number
  /** Stands for a unit without a name; empty: it is left out. */
  noUnit: string
}

/** The name of a photo as a file: 日時_分団_連番, as `20261126-1403_第12分団_001.jpg`. */
export function photoFileName({ at, unit, type, number, digits, noUnit }: NamedPhoto): string {
  // What no file system takes (Windows takes the least), and what would leave the folder.
  const plain = cutToBytes(unit.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|.\s]+/gu, ''), maxUnitBytes) || noUnit
  const parts = [minuteInName(at), plain, String(number).padStart(digits, '0')]
  return `${parts.filter(Boolean).join('_')}.${extensions[type] ?? 'jpg'}`
}
