/// <reference path="../../exifr-mini.d.ts" />
import { parse } from 'exifr/dist/mini.esm.mjs'
import type { PhotoRecord } from './photo-facts.ts'

/** Tags by their numbers (Exif 3.0): this build of the library has no names. */
const tags = { dateTimeOriginal: 0x9003, offsetTimeOriginal: 0x9011, horizontalError: 0x1f } as const
const coordinates = [1, 2, 3, 4]

type Parsed = { exif?: Record<number, unknown>; gps?: Record<string, unknown> } | undefined

/** What a JPEG says of when and where it was taken; nothing of a file that has no such record. */
export async function readExif(file: Blob): Promise<PhotoRecord> {
  const options = {
    exif: { pick: [tags.dateTimeOriginal, tags.offsetTimeOriginal] },
    gps: { pick: [...coordinates, tags.horizontalError] },
    mergeOutput: false,
    reviveValues: false,
  }
  const parsed = (await parse(file, options).catch(() => undefined)) as Parsed
  const { exif = {}, gps = {} } = parsed ?? {}
  return {
    dateTime: exif[tags.dateTimeOriginal],
    offset: exif[tags.offsetTimeOriginal],
    latitude: gps['latitude'],
    longitude: gps['longitude'],
    accuracy: gps[tags.horizontalError],
  }
}
