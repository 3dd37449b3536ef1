import { createMemo, createSignal, createUniqueId, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import type { EpochMs, Id } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Consent, StockPhoto } from '../../../protocol/stock.ts'
import { dayLabel, dayOf, timeOfDay } from '../../store/dates.ts'
import type { Navigation } from '../../store/navigation.ts'
import { createDays, type DayOfThings } from '../../store/photos/days.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { smallPicture } from '../../store/photos/photo-list.ts'
import { createStock, type Stock as StockStore } from '../../store/stock/stock.ts'
import { isFiltered, keyOf, type StockFilter, wholeStock } from '../../store/stock/stock-view.ts'
import type { Api } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import '../../style/stock.css'
import { failureWords } from '../../words/failures.ts'
import { stockWords as words } from '../../words/stock.ts'
import { Icon } from '../controls/icon.tsx'
import { PageHeader } from '../controls/page-header.tsx'
import { reachable } from '../talk/reachable.ts'
import { StockFactsSheet } from './stock-facts-sheet.tsx'
import { consentOutlines } from './stock-outlines.ts'
import { StockZipSheet } from './stock-zip-sheet.tsx'

export type StockProps = {
  organization: SignedIn['organizations'][number] | undefined
  accountId: Id
  api: Api
  navigation: Navigation
  now: EpochMs
}

/** Photos of all own rooms of an organization: found, told of, and taken along. */
export function Stock(props: StockProps) {
  return (
    <section class="page">
      <PageHeader title={words.title} back={words.back} onBack={props.navigation.toList} />
      <div class="page-body" ref={reachable}>
        <Show when={props.organization} keyed>
          {(organization) => (
            <Shelves
              organization={organization}
              stock={createStock(props.api, organization.id)}
              navigation={props.navigation}
              now={props.now}
            />
          )}
        </Show>
      </div>
    </section>
  )
}

type ShelvesProps = {
  organization: SignedIn['organizations'][number]
  stock: StockStore
  navigation: Navigation
  now: EpochMs
}

function Shelves(props: ShelvesProps) {
  const { stock } = props
  const [told, setTold] = createSignal<readonly StockPhoto[] | null>(null)
  const [packed, setPacked] = createSignal<readonly StockPhoto[] | null>(null)
  const days = createDays(stock.photos)
  onMount(() => void stock.more())
  return (
    <div class="stock">
      <p class="quiet">{words.hint}</p>
      <Filter filter={stock.filter()} onFilter={stock.show} />
      <For each={days()}>
        {(day) => <DayOfStock of={day} stock={stock} now={props.now} onOpen={(photo) => setTold([photo])} />}
      </For>
      <Standing stock={stock} />
      <Show when={stock.chosenPhotos().length > 0}>
        <Chosen
          count={stock.chosenPhotos().length}
          onSay={() => setTold(stock.chosenPhotos())}
          onZip={() => setPacked(stock.chosenPhotos())}
          onClear={() => stock.choose(stock.chosenPhotos(), false)}
        />
      </Show>
      <Show when={told()} keyed>
        {(photos) => (
          <StockFactsSheet
            {...{ stock, photos }}
            navigation={props.navigation}
            now={props.now}
            onClose={() => setTold(null)}
          />
        )}
      </Show>
      <Show when={packed()} keyed>
        {(photos) => (
          <StockZipSheet
            {...{ stock, photos }}
            organizationId={props.organization.id}
            navigation={props.navigation}
            onClose={() => setPacked(null)}
          />
        )}
      </Show>
    </div>
  )
}

const consentChoices: readonly (Consent | 'all')[] = ['all', 'ok', 'ask', 'no']
/** Whoever types is left alone for so long. */
const typingMs = 400

function Filter(props: { filter: StockFilter; onFilter: (filter: StockFilter) => void }) {
  const [wanted, id] = [createUniqueId(), createUniqueId()]
  let search!: HTMLInputElement
  let timer: ReturnType<typeof setTimeout> | undefined
  // What was typed and not asked for yet goes along with whatever is chosen.
  const change = (next: Partial<StockFilter>) => {
    clearTimeout(timer)
    props.onFilter({ ...props.filter, words: search.value, ...next })
  }
  const clear = () => {
    search.value = ''
    change(wholeStock)
  }
  onCleanup(() => clearTimeout(timer))
  return (
    <search class="stock-filter" aria-label={words.filter.label}>
      <input
        ref={search}
        type="search"
        aria-label={words.filter.words}
        placeholder={words.filter.words}
        value={props.filter.words}
        onInput={() => {
          clearTimeout(timer)
          timer = setTimeout(() => change({}), typingMs)
        }}
      />
      <label for={wanted}>
        {words.filter.consent}
        <select
          id={wanted}
          aria-label={words.filter.consent}
          value={props.filter.consent}
          onChange={({ currentTarget }) => change({ consent: currentTarget.value as Consent | 'all' })}
        >
          <For each={consentChoices}>
            {(choice) => <option value={choice}>{choice === 'all' ? words.filter.all : words.consent[choice]}</option>}
          </For>
        </select>
      </label>
      <For each={['from', 'to'] as const}>
        {(end) => (
          <label for={`${id}-${end}`}>
            {words.filter[end]}
            <input
              id={`${id}-${end}`}
              type="date"
              value={props.filter[end]}
              onChange={({ currentTarget }) => change({ [end]: currentTarget.value })}
            />
          </label>
        )}
      </For>
      <Show when={isFiltered(props.filter)}>
        <button type="button" class="small-button" onClick={clear}>
          {words.filter.clear}
        </button>
      </Show>
    </search>
  )
}

type DayOfStockProps = {
  of: DayOfThings<StockPhoto>
  stock: StockStore
  now: EpochMs
  onOpen: (photo: StockPhoto) => void
}

/** The photos of a day. What is said of one changes its tile and leaves it where it is, with the focus. */
function DayOfStock(props: DayOfStockProps) {
  const byKey = createMemo(() => new Map(props.of.items().map((photo) => [keyOf(photo), photo])))
  return (
    <section>
      <DayHead day={dayLabel(props.of.day, dayOf(props.now))} photos={props.of.items()} stock={props.stock} />
      <ul class="stock-photos">
        <For each={[...byKey().keys()]}>
          {(key) => (
            <Show when={byKey().get(key)}>
              {(photo) => <Tile photo={photo()} stock={props.stock} onOpen={() => props.onOpen(photo())} />}
            </Show>
          )}
        </For>
      </ul>
    </section>
  )
}

function DayHead(props: { day: string; photos: readonly StockPhoto[]; stock: StockStore }) {
  const isWhole = () => props.photos.every((photo) => props.stock.chosen().has(keyOf(photo)))
  return (
    <div class="stock-day">
      <h2>{props.day}</h2>
      <button type="button" class="small-button" onClick={() => props.stock.choose(props.photos, !isWhole())}>
        {isWhole() ? words.noDay : words.wholeDay}
      </button>
    </div>
  )
}

function Tile(props: { photo: StockPhoto; stock: StockStore; onOpen: () => void }) {
  const name = () => words.photo(timeOfDay(props.photo.storedAt), props.photo.by)
  const isChosen = () => props.stock.chosen().has(keyOf(props.photo))
  const picture = () => {
    const id = smallPicture(props.photo.file)
    return id === null ? null : paths.file(props.photo.roomId, id)
  }
  return (
    <li class="stock-tile" classList={{ 'stock-tile-chosen': isChosen() }}>
      <button type="button" class="stock-open" onClick={() => props.onOpen()}>
        <Show
          when={picture()}
          fallback={
            <span class="stock-ask">
              <span class="sr-only">{name()}、</span>
              {words.unseen} <span>{sizeWords(props.photo.file.size)}</span>
            </span>
          }
        >
          {(path) => <img src={path()} alt={name()} loading="lazy" decoding="async" />}
        </Show>
        <span class={`stock-consent stock-consent-${props.photo.consent}`}>
          <Icon outline={consentOutlines[props.photo.consent]} />
          {words.consent[props.photo.consent]}
        </span>
      </button>
      <label class="stock-choose">
        <input
          type="checkbox"
          aria-label={words.choose(name())}
          checked={isChosen()}
          onChange={({ currentTarget }) => props.stock.choose([props.photo], currentTarget.checked)}
        />
      </label>
    </li>
  )
}

/** What is being fetched, what could not be, and that there is nothing. */
function Standing(props: { stock: StockStore }) {
  const { stock } = props
  return (
    <Switch>
      <Match when={stock.failure()}>
        {(why) => (
          <div class="stock-state">
            <p>{failureWords(why())}</p>
            <button type="button" class="button" onClick={() => void stock.more()}>
              {words.again}
            </button>
          </div>
        )}
      </Match>
      <Match when={stock.isLoading()}>
        <p class="stock-state" role="status">
          {words.loading}
        </p>
      </Match>
      <Match when={stock.hasMore()}>
        <div class="stock-state">
          <button type="button" class="button" onClick={() => void stock.more()}>
            {words.more}
          </button>
        </div>
      </Match>
      <Match when={stock.photos().length === 0}>
        <div class="stock-state">
          <p>
            <b>{isFiltered(stock.filter()) ? words.noMatch : words.none}</b>
          </p>
          <p>{isFiltered(stock.filter()) ? words.noMatchHint : words.noneHint}</p>
        </div>
      </Match>
    </Switch>
  )
}

function Chosen(props: { count: number; onSay: () => void; onZip: () => void; onClear: () => void }) {
  return (
    <section class="stock-chosen" aria-label={words.chosen(props.count)}>
      <p role="status">
        {props.count > limits.maxZipFiles ? words.tooMany(limits.maxZipFiles) : words.chosen(props.count)}
      </p>
      <button type="button" class="button" onClick={() => props.onSay()}>
        {words.say}
      </button>
      <button
        type="button"
        class="button primary"
        disabled={props.count > limits.maxZipFiles}
        onClick={() => props.onZip()}
      >
        {words.zip}
      </button>
      <button type="button" class="small-button" onClick={() => props.onClear()}>
        {words.clearChosen}
      </button>
    </section>
  )
}
