import { createSignal, createUniqueId, Show } from 'solid-js'
import { type ReadPlace, readPlace } from '../../../core/place-reading.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import { placeWords } from '../../words/places.ts'
import { PlaceLines } from './place-lines.tsx'

/** A place by its numbers, or by the address of a map. */
export function PlaceTyped(props: { onSend: (place: GeoPlace) => void }) {
  const id = createUniqueId()
  const [read, setRead] = createSignal<ReadPlace>({ problem: 'empty' })
  const place = () => {
    const now = read()
    return 'place' in now ? now.place : null
  }
  return (
    <form
      class="place-part"
      onSubmit={(event) => {
        event.preventDefault()
        const found = place()
        if (found) props.onSend({ ...found, source: 'typed' })
      }}
    >
      <h3>{placeWords.typed.title}</h3>
      <div class="place-field">
        <label for={id}>{placeWords.typed.label}</label>
        <input
          id={id}
          type="text"
          placeholder={placeWords.typed.hint}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={`${id}-problem`}
          onInput={({ currentTarget }) => setRead(readPlace(currentTarget.value))}
        />
        <p class="field-problem" id={`${id}-problem`} role="status">
          {problemWords(read())}
        </p>
      </div>
      <Show when={place()}>
        {(found) => (
          <>
            <PlaceLines place={found()} />
            <button type="submit" class="button primary wide">
              {placeWords.typed.send}
            </button>
          </>
        )}
      </Show>
    </form>
  )
}

function problemWords(read: ReadPlace): string {
  if (!('problem' in read) || read.problem === 'empty') return ''
  return read.problem === 'short-link' ? placeWords.typed.shortLink : placeWords.typed.none
}
