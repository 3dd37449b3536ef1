import { createSignal, createUniqueId, Show } from 'solid-js'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import { textProblem } from '../../../protocol/text.ts'
import type { Navigation } from '../../store/navigation.ts'
import { messageOf } from '../../store/talk/drafts.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/place-sheet.css'
import { placeWords } from '../../words/places.ts'
import { words } from '../../words/talk.ts'
import { later } from '../controls/later.tsx'
import { Sheet } from '../controls/sheet.tsx'
import type { PlaceAsk } from '../talk/over.ts'
import { PlaceHere } from './place-here.tsx'
import { PlaceTyped } from './place-typed.tsx'

export type PlaceSheetProps = PlaceAsk & { session: RoomSession; navigation: Navigation; onClose: () => void }

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
        <PlaceHere isOffline={isAway(props.session)} onSend={send} />
        <OnMap session={props.session} onSend={send} />
        <PlaceTyped onSend={send} />
      </div>
    </Sheet>
  )
}

const PlaceOnMap = later(() => import('./place-on-map.tsx').then((file) => file.PlaceOnMap))

/** The map comes when somebody wants it. */
function OnMap(props: { session: RoomSession; onSend: (place: GeoPlace) => void }) {
  const [isOpen, setIsOpen] = createSignal(false)
  return (
    <section class="place-part">
      <h3>{placeWords.onMap.title}</h3>
      <Show
        when={isOpen()}
        fallback={
          <button type="button" class="button wide" onClick={() => setIsOpen(true)}>
            {placeWords.onMap.open}
          </button>
        }
      >
        <PlaceOnMap session={props.session} onSend={props.onSend} />
      </Show>
    </section>
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
  const send = (place: GeoPlace) => {
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
