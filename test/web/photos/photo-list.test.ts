import { expect, test } from 'vitest'
import type { CarriedFile } from '../../../protocol/file.ts'
import {
  byDay,
  isShown,
  largePicture,
  monthLabel,
  photoName,
  photosOf,
  smallPicture,
} from '../../../web/store/photos/photo-list.ts'
import { clientId } from '../../support/builders.ts'

const at = Date.UTC(2026, 10, 26, 5, 3)
const aPhoto = (more: Partial<CarriedFile> = {}): CarriedFile => ({
  ...{ id: clientId(1), kind: 'photo', name: 'IMG_1.HEIC', type: 'image/jpeg', size: 9_000_000, sha256: 'ab' },
  ...more,
})

test('[FI12] a saved photo is named by when, of which unit and which it is, and by the first one where it is a copy', () => {
  expect(photoName({ file: aPhoto(), storedAt: at }, '第12分団', 3)).toBe('20261126-1403_第12分団_03.jpg')
  const taken = { at: at - 3_600_000, from: 'exif' } as const
  const copy = aPhoto({ type: 'image/png', taken, origin: { room: 'r', by: 'b', unit: '第1 分団/東', at: 1 } })
  expect(photoName({ file: copy, storedAt: at }, '本部', 12)).toBe('20261126-1303_第1分団東_12.png')
  expect(photoName({ file: aPhoto(), storedAt: at }, '', 1)).toBe('20261126-1403_01.jpg')
})

test('[FI12] [CL50] only what browsers show is a photo to look at, and a large one without a small picture is fetched when asked for', () => {
  expect(isShown(aPhoto())).toBe(true)
  for (const type of ['image/heic', 'image/heif', 'application/octet-stream'])
    expect(isShown(aPhoto({ type }))).toBe(false)
  expect(isShown(aPhoto({ kind: 'file' }))).toBe(false)
  expect(smallPicture(aPhoto())).toBe(null)
  expect(smallPicture(aPhoto({ size: 400_000 }))).toBe(clientId(1))
  expect(smallPicture(aPhoto({ thumb: clientId(2) }))).toBe(clientId(2))
  expect(largePicture(aPhoto())).toBe(null)
  expect(largePicture(aPhoto({ size: 400_000, thumb: clientId(2) }))).toBe(clientId(1))
  expect(largePicture(aPhoto({ thumb: clientId(2) }))).toBe(clientId(2))
  const message = { seq: 3, by: 1, kind: 'message', storedAt: at, text: '現場' } as const
  expect(photosOf({ ...message, files: [aPhoto(), aPhoto({ type: 'image/heic' })] })).toEqual([
    { seq: 3, by: 1, storedAt: at, text: '現場', file: aPhoto() },
  ])
  expect(photosOf(message)).toEqual([])
})

test('[FI13] an album goes by the days and months of Japan', () => {
  const midnight = Date.UTC(2026, 10, 30, 15)
  const item = (storedAt: number) => ({ seq: 1, by: 1, storedAt, file: aPhoto() })
  const days = byDay([item(midnight), item(midnight - 1), item(midnight - 2)])
  expect(days.map(({ day, items }) => [monthLabel(day), items.length])).toEqual([
    ['2026年12月', 1],
    ['2026年11月', 2],
  ])
})
