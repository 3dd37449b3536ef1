import type { EpochMs } from '../../protocol/ids.ts'
import { photoFileName } from '../photo-name.ts'

/** The name of a photo in a zip. `number` from 1 makes it the only one. */
export const zipName = (photo: { at: EpochMs; unit: string; type: string; number: number }): string =>
  photoFileName({ ...photo, digits: 3, noUnit: '所属なし' })
