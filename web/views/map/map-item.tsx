import { createSignal, Show } from 'solid-js'
import { decimalWords } from '../../../core/place.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { ageWords } from '../../store/age-words.ts'
import type { MapMark } from '../../store/map/map-marks.ts'
import { erasePosition, sharingWith } from '../../store/map/sharing-on-page.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { paths } from '../../transport/paths.ts'
import { mapWords } from '../../words/map.ts'
import { Icon } from '../controls/icon.tsx'
import { mapOutlines } from './map-outlines.ts'
import { PlaceCard } from './place-card.tsx'

export type MapItemProps = {
  session: RoomSession
  navigation: Navigation
  mark: MapMark
  isChosen: boolean
  now: EpochMs
  onChoose: () => void
}

const outlineOf = { place: mapOutlines.place, photo: mapOutlines.camera, live: mapOutlines.person } as const

/** One thing on the map: who, what and when; and when it is chosen, where in words and what can be done with it. */
export function MapItem(props: MapItemProps) {
  const mark = () => props.mark
  const isOwn = () => mark().no === props.session.view.me()
  const name = () => (isOwn() ? mapWords.mine(mark().name) : mark().name)
  const age = () => {
    const words = ageWords(mark().at, props.now)
    if (mark().kind !== 'live') return words
    return mark().isLive ? mapWords.liveNow(words) : mapWords.liveLast(words)
  }
  return (
    <li class="map-item" classList={{ 'map-item-chosen': props.isChosen }} data-mark={mark().id}>
      <button type="button" class="map-item-head" aria-expanded={props.isChosen} onClick={() => props.onChoose()}>
        <span class={`map-item-icon map-item-${mark().kind}`}>
          <Icon outline={outlineOf[mark().kind]} />
        </span>
        <span class="map-item-words">
          <b>{mark().word || (mark().kind === 'photo' ? mapWords.photoBy(mark().name) : name())}</b>
          <span>
            {mark().word ? `${name()}・` : ''}
            {age()}
          </span>
          <span class="map-item-at">{decimalWords(mark().place)}</span>
        </span>
      </button>
      <Show when={props.isChosen}>
        <div class="map-item-more">
          <Show when={mark().thumb}>
            {(thumb) => (
              <img
                class="map-thumb"
                src={paths.file(props.session.roomId, thumb())}
                alt={mapWords.photoBy(mark().name)}
                loading="lazy"
              />
            )}
          </Show>
          <PlaceCard place={mark().place} word={mark().word || mark().name} sentAt={mark().at} />
          <div class="place-buttons">
            <Show when={mark().seq}>
              {(seq) => (
                <button
                  type="button"
                  class="small-button"
                  onClick={() => props.navigation.go({ at: 'room', roomId: props.session.roomId, seq: seq() })}
                >
                  {mapWords.toMessage}
                </button>
              )}
            </Show>
            <Show when={mark().kind === 'live' && isOwn()}>
              <OwnPosition session={props.session} mark={mark()} />
            </Show>
          </div>
        </div>
      </Show>
    </li>
  )
}

/** What its sender may do with a position: keep it as a message, or have it erased. */
function OwnPosition(props: { session: RoomSession; mark: MapMark }) {
  const { session } = props
  const [said, setSaid] = createSignal('')
  const keep = () =>
    session.post({ text: mapWords.keptText, place: props.mark.place }).then(
      () => setSaid(mapWords.kept),
      () => setSaid(mapWords.eraseFailed),
    )
  const erase = async () => {
    const sharing = sharingWith(session.api)
    const state = sharing.state()
    if (state.at !== 'none' && state.share.roomId === session.roomId) return sharing.stop()
    setSaid((await erasePosition(session.api, session.roomId)) ? '' : mapWords.eraseFailed)
  }
  return (
    <>
      <Show when={session.view.facts()?.kind !== 'announce' || session.view.rights().post}>
        <button type="button" class="small-button" onClick={() => void keep()}>
          {mapWords.keep}
        </button>
      </Show>
      <button type="button" class="small-button danger" onClick={() => void erase()}>
        {mapWords.erase}
      </button>
      <p class="map-said" role="status">
        {said()}
      </p>
    </>
  )
}
