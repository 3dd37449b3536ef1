import { type Accessor, createSignal } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { PhotoFacts, Selection, StockPage, StockPhoto, ZipKind } from '../../../protocol/stock.ts'
import type { Api, Failure, Reply } from '../../transport/api.ts'
import { anything, shaped } from '../../transport/shape.ts'
import { stockPaths } from '../../transport/stock-paths.ts'
import { keyOf, queryOf, type StockFilter, wholeStock } from './stock-view.ts'

/** The stock of an organization as far as it was fetched, and what is chosen of it. */
export type Stock = {
  filter: Accessor<StockFilter>
  photos: Accessor<readonly StockPhoto[]>
  hasMore: Accessor<boolean>
  isLoading: Accessor<boolean>
  failure: Accessor<Failure | null>
  show: (filter: StockFilter) => void
  more: () => Promise<void>
  chosen: Accessor<ReadonlySet<string>>
  choose: (photos: readonly StockPhoto[], isChosen: boolean) => void
  chosenPhotos: () => StockPhoto[]
  /** Says the same of some photos, here and on the server. */
  say: (photos: readonly StockPhoto[], facts: PhotoFacts) => Promise<Reply<true>>
  select: (photos: readonly StockPhoto[], kind: ZipKind) => Promise<Reply<Selection>>
}

const pageShape = shaped<StockPage>('photos', 'next')
const selectionShape = shaped<Selection>('id', 'files', 'leftOut')
const named = ({ roomId, id }: StockPhoto) => ({ roomId, id })

const told = (photo: StockPhoto, facts: PhotoFacts): StockPhoto => ({
  ...photo,
  consent: facts.consent ?? photo.consent,
  people: facts.people ?? photo.people,
  credit: facts.credit ?? photo.credit,
  event: facts.event ?? photo.event,
  words: facts.words ?? photo.words,
})

export function createStock(api: Api, organizationId: Id): Stock {
  const [filter, setFilter] = createSignal(wholeStock)
  const [photos, setPhotos] = createSignal<readonly StockPhoto[]>([])
  const [next, setNext] = createSignal<string | null>('')
  const [isLoading, setIsLoading] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set())
  /** What is asked for now: an answer to an earlier question is none. */
  let asked = 0

  async function more(): Promise<void> {
    const before = next()
    if (before === null || isLoading()) return
    const question = ++asked
    setIsLoading(true)
    setFailure(null)
    const path = stockPaths.list(organizationId, queryOf(filter(), before || null))
    const reply = await api({ method: 'GET', path, answer: pageShape })
    if (question !== asked) return
    setIsLoading(false)
    if (!reply.ok) return void setFailure(reply.failure)
    setPhotos((held) => [...held, ...reply.value.photos])
    setNext(reply.value.next)
  }

  async function say(some: readonly StockPhoto[], facts: PhotoFacts): Promise<Reply<true>> {
    const path = stockPaths.list(organizationId, '')
    for (let at = 0; at < some.length; at += limits.maxPhotosToldOf) {
      const part = some.slice(at, at + limits.maxPhotosToldOf)
      const body = { photos: part.map(named), set: facts }
      const reply = await api({ method: 'PUT', path, body, answer: anything })
      if (!reply.ok) return reply
      const keys = new Set(part.map(keyOf))
      setPhotos((held) => held.map((photo) => (keys.has(keyOf(photo)) ? told(photo, facts) : photo)))
    }
    return { ok: true, value: true }
  }

  return {
    ...{ filter, photos, isLoading, failure, more, chosen, say },
    hasMore: () => next() !== null,
    show(wanted) {
      asked += 1
      setFilter(wanted)
      setPhotos([])
      setNext('')
      setIsLoading(false)
      void more()
    },
    choose: (some, isChosen) =>
      setChosen((held) => {
        const after = new Set(held)
        for (const photo of some) isChosen ? after.add(keyOf(photo)) : after.delete(keyOf(photo))
        return after
      }),
    chosenPhotos: () => photos().filter((photo) => chosen().has(keyOf(photo))),
    say,
    select: (some, kind) =>
      api({
        method: 'POST',
        path: stockPaths.selections(organizationId),
        body: { photos: some.map(named), kind },
        answer: selectionShape,
      }),
  }
}
