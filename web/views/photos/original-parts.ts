import { later } from '../controls/later.tsx'

/** What few photos need: their originals, and what to do where the server has lost them. */
export const OriginalsLine = later(() => import('./originals-line.tsx').then((file) => file.OriginalsLine))
export const OriginalsSheet = later(() => import('./originals-sheet.tsx').then((file) => file.OriginalsSheet))
export const OriginalOffer = later(() => import('./original-offer.tsx').then((file) => file.OriginalOffer))
export const LostFile = later(() => import('./lost-file.tsx').then((file) => file.LostFile))
