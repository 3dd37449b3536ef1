import { Show } from 'solid-js'
import { accuracyWords, decimalWords } from '../../../core/place.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { momentLabel } from '../../store/dates.ts'
import { platformOf } from '../../store/device/platform.ts'
import { gsiMap, phoneMap } from '../../store/map/map-links.ts'
import type { PhotoItem } from '../../store/photos/photo-list.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { photoWords } from '../../words/photos.ts'
import { words as talkWords } from '../../words/talk.ts'

const words = photoWords.viewer

/** Who sent a photo and when, its caption, and when and where it was taken, each with from whom that is known. */
export function PhotoFacts(props: { session: RoomSession; item: PhotoItem; now: EpochMs }) {
  const { view } = props.session
  const author = () => view.member(props.item.by)
  return (
    <div class="viewer-facts">
      <p>
        <b>{author()?.name ?? talkWords.message.unknown}</b> {author()?.title}{' '}
        <time>{momentLabel(props.item.storedAt, props.now)}</time>
      </p>
      <Show when={props.item.text}>{(text) => <p class="viewer-text">{text()}</p>}</Show>
      <Show when={props.item.file.origin}>
        {(origin) => <p>{photoWords.origin(origin(), momentLabel(origin().at, props.now))}</p>}
      </Show>
      <Show when={props.item.file.taken}>
        {(taken) => <p>{words.taken(momentLabel(taken().at, props.now), taken().from)}</p>}
      </Show>
      <Show when={props.item.file.place}>
        {(place) => (
          <p class="viewer-place">
            <span>
              {words.place(place().from)} {decimalWords(place())} {accuracyOf(place().accuracyM)}
            </span>{' '}
            <a href={gsiMap(place())} target="_blank" rel="noopener">
              {words.map}
            </a>
            <Show when={phoneMap(place(), platformOf(navigator))}>
              {(href) => (
                <a href={href()} target={href().startsWith('http') ? '_blank' : undefined} rel="noopener">
                  {words.phoneMap}
                </a>
              )}
            </Show>
          </p>
        )}
      </Show>
    </div>
  )
}

const accuracyOf = (metres: number | undefined) => (metres === undefined ? '' : accuracyWords(metres))
