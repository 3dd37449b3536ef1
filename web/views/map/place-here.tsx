import { onCleanup, Show } from 'solid-js'
import { accuracyWords } from '../../../core/place.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import { platformOf } from '../../store/device/platform.ts'
import { createLocating, type Locating } from '../../store/map/locating.ts'
import { instead, locatingMending, locatingTitle, placeWords } from '../../words/places.ts'
import { PlaceLines } from './place-lines.tsx'

/** Where this device is. */
export function PlaceHere(props: { isOffline: boolean; onSend: (place: GeoPlace) => void }) {
  const locating = createLocating(window, () => Date.now())
  const { fix, isLooking, problem } = locating
  onCleanup(locating.stop)
  const isBegun = () => isLooking() || fix() !== null
  return (
    <section class="place-part">
      <h3>{placeWords.here.title}</h3>
      <Show when={!isBegun() && problem() === null}>
        <button type="button" class="button primary wide" onClick={locating.start}>
          {placeWords.here.start}
        </button>
        <p class="place-quiet">{placeWords.here.explain}</p>
      </Show>
      <p class="place-state" role="status">
        {stateWords(locating)}
      </p>
      <Show when={isLooking() && fix() === null}>
        <p class="place-quiet">{placeWords.here.asked}</p>
      </Show>
      <Show when={problem()}>
        {(why) => (
          <div class="place-problem" role="alert">
            <p class="field-problem">{locatingTitle[why()]}</p>
            <p>{locatingMending(why(), platformOf(navigator), props.isOffline)}</p>
            <p>{instead}</p>
          </div>
        )}
      </Show>
      <Show when={fix()}>
        {(found) => (
          <>
            <PlaceLines place={found()} />
            <button type="button" class="button primary wide" onClick={() => props.onSend(found())}>
              {placeWords.here.send}
            </button>
          </>
        )}
      </Show>
      <Show when={isLooking() && fix() !== null}>
        <p class="place-quiet">{placeWords.here.better}</p>
      </Show>
      <Show when={!isLooking() && (fix() !== null || problem() !== null)}>
        <button type="button" class="button wide" onClick={locating.start}>
          {placeWords.here.again}
        </button>
      </Show>
    </section>
  )
}

function stateWords({ fix, isLooking }: Locating): string {
  const found = fix()
  if (found !== null) return accuracyWords(found.accuracyM)
  return isLooking() ? placeWords.here.looking : ''
}
