import { createSignal, createUniqueId, For, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { Consent, PhotoFacts, StockPhoto } from '../../../protocol/stock.ts'
import { momentLabel } from '../../store/dates.ts'
import type { Navigation } from '../../store/navigation.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { largePicture } from '../../store/photos/photo-list.ts'
import type { Stock } from '../../store/stock/stock.ts'
import { factsToSay } from '../../store/stock/stock-view.ts'
import type { Failure } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import { failureWords } from '../../words/failures.ts'
import { photoWords } from '../../words/photos.ts'
import { stockWords } from '../../words/stock.ts'
import { Radios } from '../controls/choices.tsx'
import { Sheet } from '../controls/sheet.tsx'

const words = stockWords.facts
const consents: readonly Consent[] = ['ok', 'ask', 'no']
const texts = ['people', 'credit', 'event', 'words'] as const

export type StockFactsProps = {
  stock: Stock
  photos: readonly StockPhoto[]
  navigation: Navigation
  now: EpochMs
  onClose: () => void
}

/** What is known of a photo and what people say of it; of several at once only what is to be said of all. */
export function StockFactsSheet(props: StockFactsProps) {
  const one = props.photos.length === 1 ? (props.photos[0] as StockPhoto) : null
  const mayChange = props.photos.every((photo) => photo.mayChange)
  const title = one ? words.title : words.titleOf(props.photos.length)
  return (
    <Sheet navigation={props.navigation} title={title} onClose={props.onClose}>
      <div class="stock-facts">
        <Show when={one} fallback={<p class="quiet">{words.leftAsIs}</p>}>
          {(photo) => <Known photo={photo()} navigation={props.navigation} now={props.now} onClose={props.onClose} />}
        </Show>
        <Show when={mayChange} fallback={<p class="quiet">{words.readOnly}</p>}>
          <Say stock={props.stock} photos={props.photos} one={one} onClose={props.onClose} />
        </Show>
      </div>
    </Sheet>
  )
}

function Known(props: { photo: StockPhoto; navigation: Navigation; now: EpochMs; onClose: () => void }) {
  const { photo } = props
  const { taken, place } = photo.file
  const open = () => {
    props.onClose()
    props.navigation.go({ at: 'room', roomId: photo.roomId, seq: photo.seq })
  }
  return (
    <>
      <Show when={largePicture(photo.file)}>
        {(id) => (
          <img
            class="stock-large"
            src={paths.file(photo.roomId, id())}
            alt={stockWords.photo(momentLabel(photo.storedAt, props.now), photo.by)}
          />
        )}
      </Show>
      <Show when={largePicture(photo.file) !== photo.id}>
        <a class="button wide" href={paths.file(photo.roomId, photo.id)} target="_blank" rel="noopener">
          {photoWords.show(sizeWords(photo.file.size))}
        </a>
      </Show>
      <p>
        <b>{photo.by}</b> {photo.unit}
        <br />
        {photo.roomName}・{words.sent(momentLabel(photo.storedAt, props.now))}
        <br />
        {taken ? photoWords.viewer.taken(momentLabel(taken.at, props.now), taken.from) : words.noTaken}
        <Show when={place}>
          {(where) => (
            <>
              <br />
              {photoWords.viewer.place(where().from)} {where().lat.toFixed(5)}, {where().lon.toFixed(5)}
            </>
          )}
        </Show>
      </p>
      <button type="button" class="button wide" onClick={open}>
        {words.toTalk}
      </button>
      <Show when={!photo.mayChange}>
        <dl class="stock-said">
          <dt>{words.consent}</dt>
          <dd>{stockWords.consent[photo.consent]}</dd>
          <For each={texts}>
            {(name) => (
              <>
                <dt>{words[name]}</dt>
                <dd>{photo[name] || words.nothing}</dd>
              </>
            )}
          </For>
        </dl>
      </Show>
    </>
  )
}

function Say(props: { stock: Stock; photos: readonly StockPhoto[]; one: StockPhoto | null; onClose: () => void }) {
  const { one } = props
  const [consent, setConsent] = createSignal<Consent | 'keep'>(one?.consent ?? 'keep')
  const [filled, setFilled] = createSignal<PhotoFacts>(
    Object.fromEntries(texts.map((name) => [name, one?.[name] ?? ''])),
  )
  const [isSaving, setIsSaving] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const choices = [
    ...(one ? [] : [{ id: 'keep' as const, words: words.keepConsent }]),
    ...consents.map((id) => ({ id, words: stockWords.consent[id] })),
  ]

  async function save(): Promise<void> {
    const chosen = consent()
    const facts = factsToSay({ ...filled(), ...(chosen === 'keep' ? {} : { consent: chosen }) }, one !== null)
    if (Object.keys(facts).length === 0) return props.onClose()
    setIsSaving(true)
    const reply = await props.stock.say(props.photos, facts)
    setIsSaving(false)
    if (reply.ok) props.onClose()
    else setFailure(reply.failure)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Radios<Consent | 'keep'> label={words.consent} choices={choices} chosen={consent()} onChoose={setConsent} />
      <For each={texts}>
        {(name) => (
          <SaidField
            label={words[name]}
            value={filled()[name] ?? ''}
            onInput={(text) => setFilled((before) => ({ ...before, [name]: text }))}
          />
        )}
      </For>
      <p class="field-problem" role="alert">
        <Show when={failure()}>{(why) => failureWords(why())}</Show>
      </p>
      <button type="submit" class="button primary wide" disabled={isSaving()}>
        {isSaving() ? words.saving : words.save}
      </button>
    </form>
  )
}

function SaidField(props: { label: string; value: string; onInput: (text: string) => void }) {
  const id = createUniqueId()
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="text"
        maxlength={200}
        autocomplete="off"
        value={props.value}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
    </div>
  )
}
