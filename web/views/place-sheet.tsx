import { createSignal, createUniqueId, onCleanup, Show } from 'solid-js'
import { accuracyWords } from '../../core/place.ts'
import { type ReadPlace, readPlace } from '../../core/place-reading.ts'
import type { GeoPlace } from '../../protocol/geo-place.ts'
import { textProblem } from '../../protocol/text.ts'
import { messageOf } from '../store/drafts.ts'
import { createLocating, type Locating } from '../store/locating.ts'
import type { Navigation } from '../store/navigation.ts'
import { platformOf } from '../store/platform.ts'
import type { RoomSession } from '../store/room-session.ts'
import '../style/place-sheet.css'
import { instead, locatingMending, locatingTitle, placeWords } from '../words/places.ts'
import { words } from '../words/talk.ts'
import type { PlaceAsk } from './over.ts'
import { PlaceLines } from './place-lines.tsx'
import { Sheet } from './sheet.tsx'

export type PlaceSheetProps = PlaceAsk & { session: RoomSession; navigation: Navigation; onClose: () => void }

type Send = (place: GeoPlace) => void

/** Sends where one is, or a place that was written or pasted, with a word that need not be there. */
export function PlaceSheet(props: PlaceSheetProps) {
  const { word, setWord, problem, send } = createPlaceSending(props)
  const wordId = createUniqueId()
  return (
    <Sheet navigation={props.navigation} title={placeWords.title} onClose={props.onClose}>
      <div class="place-sheet">
        <Show when={props.audience.isShown}>
          <p class="place-quiet">
            {words.composer.audience(props.session.view.facts()?.name ?? '', props.audience.count - 1)}
          </p>
        </Show>
        <Show when={isAway(props.session)}>
          <p class="place-offline">{placeWords.offline}</p>
        </Show>
        <div class="place-field">
          <label for={wordId}>{placeWords.word}</label>
          <textarea id={wordId} rows="2" value={word()} onInput={({ currentTarget }) => setWord(currentTarget.value)} />
          <Show when={problem()}>
            {(what) => (
              <p class="field-problem" role="alert">
                {words.composer[what()]}
              </p>
            )}
          </Show>
        </div>
        <Here isOffline={isAway(props.session)} onSend={send} />
        <Typed onSend={send} />
      </div>
    </Sheet>
  )
}

/** Whether it will wait on this device for a while. */
function isAway({ connection }: RoomSession): boolean {
  const state = connection()?.state
  return !navigator.onLine || (state !== 'open' && state !== 'polling')
}

function createPlaceSending(props: PlaceSheetProps) {
  const { session, drafts } = props
  const draft = drafts.of(session.roomId)
  const [word, setWord] = createSignal(draft.text)
  const [problem, setProblem] = createSignal<'tooLong' | 'notKept' | null>(null)
  let isLeaving = false

  /** It was looked at before it was sent, so that nothing is held to be taken back. */
  const send: Send = (place) => {
    const text = word().trim() || placeWords.noWord[place.source]
    setProblem(textProblem(text) === null ? null : 'tooLong')
    if (problem() !== null || isLeaving) return
    isLeaving = true
    session.post({ ...messageOf({ ...draft, text }), place }).then(
      () => {
        drafts.sent(session.roomId)
        props.onClose()
      },
      () => {
        isLeaving = false
        setProblem('notKept')
      },
    )
  }
  return { word, setWord, problem, send }
}

/** Where this device is. */
function Here(props: { isOffline: boolean; onSend: Send }) {
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

/** A place by its numbers, or by the address of a map. */
function Typed(props: { onSend: Send }) {
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
