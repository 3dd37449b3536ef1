import type { EpochMs } from '../../../protocol/ids.ts'
import type { Consent, PhotoFacts, Selection, StockPhoto } from '../../../protocol/stock.ts'

/** What of the stock is shown. Days as a date field gives them: YYYY-MM-DD, or empty. */
export type StockFilter = { words: string; consent: Consent | 'all'; from: string; to: string }

export const wholeStock: StockFilter = { words: '', consent: 'all', from: '', to: '' }

export const isFiltered = (filter: StockFilter): boolean =>
  filter.words.trim() !== '' || filter.consent !== 'all' || filter.from !== '' || filter.to !== ''

const dayMs = 24 * 3_600_000

/** Midnight in Japan. */
const beginOf = (day: string): EpochMs => Date.parse(`${day}T00:00:00+09:00`)

/** The query of a page; `before` is what the page before said. The last day counts whole. */
export function queryOf({ words, consent, from, to }: StockFilter, before: string | null): string {
  const query = new URLSearchParams()
  if (words.trim() !== '') query.set('words', words.trim())
  if (consent !== 'all') query.set('consent', consent)
  if (from !== '') query.set('from', `${beginOf(from)}`)
  if (to !== '') query.set('to', `${beginOf(to) + dayMs}`)
  if (before !== null) query.set('before', before)
  return query.size === 0 ? '' : `?${query}`
}

export const keyOf = ({ roomId, id }: Pick<StockPhoto, 'roomId' | 'id'>): string => `${roomId}.${id}`

/** What was filled in for several: an empty field leaves each photo's own. Of one photo an empty field empties it. */
export function factsToSay(filled: Required<PhotoFacts> | PhotoFacts, isOne: boolean): PhotoFacts {
  const said = Object.entries(filled).filter(([, value]) => value !== undefined && (isOne || value !== ''))
  return Object.fromEntries(said)
}

/** How many photos are left out for which reason. */
export function leftOutCounts({
  leftOut,
}: Pick<Selection, 'leftOut'>): [Selection['leftOut'][number]['reason'], number][] {
  const counts = new Map<Selection['leftOut'][number]['reason'], number>()
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
}
