import { createUniqueId, For, Show } from 'solid-js'
import { accuracyWords } from '../../../core/place.ts'
import { platformOf } from '../../store/device/platform.ts'
import type { Locating } from '../../store/map/locating.ts'
import type { Consent } from '../../store/photos/consent.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { spareBoard } from '../../store/photos/spare-board.ts'
import type { Tray, TrayItem } from '../../store/photos/tray.ts'
import { lacksPlace, type TraySending } from '../../store/photos/tray-sending.ts'
import '../../style/tray.css'
import { locatingMending, locatingTitle } from '../../words/places.ts'
import { words } from '../../words/talk.ts'
import { trayWords } from '../../words/tray.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'

export type TraySheetProps = {
  tray: Tray
  sending: TraySending
  consent: Consent
  /** Whether the photos as they were chosen go later. */
  originals: Consent
  locating: Locating
}

/** What was chosen, above the field: each can be looked at and taken out again, and what cannot go along says why. */
export function TraySheet(props: TraySheetProps) {
  const { tray, sending } = props
  const photos = () => tray.items().filter(({ prepared }) => prepared?.kind !== 'file')
  const originals = () => tray.items().flatMap(({ prepared }) => spareBoard.original(prepared?.kept?.original) ?? [])
  const goesAsItIs = () => tray.items().some(({ prepared }) => prepared?.kind === 'photo' && !prepared.shrunk)
  return (
    <section class="tray" aria-label={trayWords.label}>
      <Show when={tray.items().length > 0}>
        <ul class="tray-items">
          <For each={tray.items()}>{(item) => <Item item={item} onRemove={() => tray.remove(item.key)} />}</For>
        </ul>
      </Show>
      <Show when={tray.refused().length > 0}>
        <div class="tray-refused" role="alert">
          <For each={tray.refused()}>{({ name, why }) => <p>{trayWords.refused(name, why)}</p>}</For>
        </div>
      </Show>
      <Show when={goesAsItIs()}>
        <p class="tray-note">{trayWords.asItIs}</p>
      </Show>
      <Show when={tray.items().length > 0}>
        <div class="tray-line">
          <Show when={photos().length > 0}>
            <Switch consent={props.consent} words={trayWords.place} />
          </Show>
          <p class="tray-sum">{trayWords.sum(photos().length, tray.items().length - photos().length, tray.bytes())}</p>
        </div>
      </Show>
      <Show when={originals().length > 0}>
        <Switch
          consent={props.originals}
          words={trayWords.originals}
          hint={trayWords.originalsHint(sizeWords(originals().reduce((sum, { size }) => sum + size, 0)))}
        />
      </Show>
      <Show when={photos().length > 0 && props.consent.isGiven() && tray.isReady()}>
        <PlaceState {...props} />
      </Show>
      <Show when={sending.problem()}>
        {(what) => (
          <p class="field-problem" role="alert">
            {words.composer[what()]}
          </p>
        )}
      </Show>
      <Show when={sending.isWished()}>
        <p class="tray-note" role="status">
          {sending.waitsForPlace() ? trayWords.waitsForPlace : trayWords.wished}
        </p>
        <Show when={sending.waitsForPlace()}>
          <button type="button" class="small-button" onClick={props.locating.stop}>
            {trayWords.withoutPlace}
          </button>
        </Show>
      </Show>
    </section>
  )
}

function Item(props: { item: TrayItem; onRemove: () => void }) {
  const { item } = props
  return (
    <li class="tray-item" classList={{ 'tray-file': item.url === null && item.prepared !== null }}>
      <Show
        when={item.url}
        fallback={
          <Show when={item.prepared} fallback={<span class="tray-preparing">{trayWords.preparing}</span>}>
            <span class="tray-name">{item.name}</span>
            <span class="tray-size">{sizeWords(item.size)}</span>
          </Show>
        }
      >
        {(url) => <img src={url()} alt={item.name} />}
      </Show>
      <button
        type="button"
        class="tray-remove"
        aria-label={trayWords.remove(item.name)}
        onClick={() => props.onRemove()}
      >
        <Icon outline={outlines.close} />
      </button>
    </li>
  )
}

/** What goes along only where somebody wants it. */
function Switch(props: { consent: Consent; words: string; hint?: string }) {
  const id = createUniqueId()
  return (
    <div class="tray-place">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={props.consent.isGiven()}
        aria-checked={props.consent.isGiven()}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={({ currentTarget }) => props.consent.give(currentTarget.checked)}
      />
      <label for={id}>
        {props.words}
        <Show when={props.hint}>
          {(hint) => (
            <small id={`${id}-hint`} class="tray-hint">
              {hint()}
            </small>
          )}
        </Show>
      </label>
    </div>
  )
}

/** From where the place comes; and what is missing, where it cannot be said. */
function PlaceState(props: TraySheetProps) {
  const { locating, tray } = props
  return (
    <>
      <p class="tray-note" role="status">
        {lacksPlace(tray) ? stateWords(locating) : trayWords.placeFromPhoto}
      </p>
      <Show when={lacksPlace(tray) && locating.problem()}>
        {(why) => (
          <p class="tray-note">
            {locatingMending(why(), platformOf(navigator), !navigator.onLine)}{' '}
            <button type="button" class="small-button" onClick={locating.start}>
              {words.app.again}
            </button>
          </p>
        )}
      </Show>
    </>
  )
}

function stateWords({ fix, problem, isLooking }: Locating): string {
  const found = fix()
  const why = problem()
  if (found !== null) return trayWords.placeFromPhone(accuracyWords(found.accuracyM))
  if (why !== null) return `${locatingTitle[why]}${trayWords.noPlace}`
  return isLooking() ? trayWords.locating : trayWords.noPlace
}
