import { accuracyWords } from '../../../core/place.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { placeCardWords } from '../../words/place-card.ts'
import { dayOf, momentLabel, timeOfDay } from '../dates.ts'

/** Older than this when it was sent: then it says when the device was there. */
const oldMs = 60_000

/** 「誤差 約15m・14:32 の位置」: how exact a place is, and from when where that is not when it was sent; '' where nothing is known. */
export function exactnessWords({ accuracyM, at }: GeoPlace, sentAt: EpochMs): string {
  const accuracy = accuracyM === undefined ? [] : [accuracyWords(accuracyM)]
  if (at === undefined || sentAt - at <= oldMs) return accuracy.join('')
  const when = dayOf(at) === dayOf(sentAt) ? timeOfDay(at) : momentLabel(at, sentAt)
  return [...accuracy, placeCardWords.fixedAt(when)].join('・')
}
