import { createEffect, For, Show } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { CarriedFile } from '../../../protocol/file.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { momentLabel } from '../../store/dates.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { originalMark } from '../../store/photos/original-facts.ts'
import { isShown, smallPicture } from '../../store/photos/photo-list.ts'
import { spareBoard } from '../../store/photos/spare-board.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/carried-files.css'
import { photoWords } from '../../words/photos.ts'
import { FileRow } from './file-row.tsx'
import { OriginalsLine } from './original-parts.ts'
import { Picture } from './picture.tsx'

export type CarriedFilesProps = {
  session: RoomSession
  entry: MessageEntry
  files: readonly CarriedFile[]
  onOpen: (id: ClientId) => void
  /** Opens what its author can do about originals. */
  onOriginals: () => void
}

/** What a message carries: its photos small, and its files each by name, kind and size before anybody fetches them. */
export function CarriedFiles(props: CarriedFilesProps) {
  const photos = () => props.files.filter(isShown)
  const others = () => props.files.filter((file) => !isShown(file))
  const origins = () => [
    ...new Set(
      props.files.flatMap(({ origin }) =>
        origin ? [photoWords.origin(origin, momentLabel(origin.at, props.entry.storedAt))] : [],
      ),
    ),
  ]
  /** Somebody wants an original, or one is to leave this device. */
  const isAboutOriginals = () =>
    photos().length > 0 &&
    props.entry.by === props.session.view.me() &&
    (originalMark(props.session, props.entry.seq)?.value === 'wanted' ||
      photos().some(({ id }) => spareBoard.originalOf(id)?.wish || spareBoard.failure(id)))
  return (
    <>
      <Show when={photos().length > 0}>
        <PhotoGrid session={props.session} photos={photos()} onOpen={props.onOpen} />
      </Show>
      <Show when={isAboutOriginals()}>
        <OriginalsLine session={props.session} entry={props.entry} photos={photos()} onOpen={props.onOriginals} />
      </Show>
      <Show when={others().length > 0}>
        <ul class="carried-files">
          <For each={others()}>
            {(file) => (
              <li>
                <FileRow session={props.session} file={file} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <For each={origins()}>{(words) => <p class="carried-from">{words}</p>}</For>
    </>
  )
}

const mostTiles = 6
/** A single photo keeps its own ratio, within these. */
const [tallest, widest] = [0.7, 1.9]

/** Up to six tiles, with their place kept free before they come. */
function PhotoGrid(props: { session: RoomSession; photos: readonly CarriedFile[]; onOpen: (id: ClientId) => void }) {
  const total = () => props.photos.length
  const ratio = () => {
    const [{ width = 4, height = 3 } = {}] = props.photos
    return Math.min(widest, Math.max(tallest, width / height))
  }
  return (
    <ul
      class="photo-grid"
      classList={{ 'photo-one': total() === 1, 'photo-two': total() === 2 || total() === 4 }}
      ref={(grid) => createEffect(() => grid.style.setProperty('--ratio', `${total() === 1 ? ratio() : 1}`))}
    >
      <For each={props.photos.slice(0, mostTiles)}>
        {(photo, i) => {
          const isLast = () => i() === mostTiles - 1 && total() > mostTiles
          const rest = () => total() - mostTiles
          const alt = () => photoWords.photo(i() + 1, total())
          return (
            <li>
              <Picture
                session={props.session}
                id={smallPicture(photo)}
                file={photo}
                alt={isLast() ? `${alt()}、${photoWords.rest(rest())}` : alt()}
                onOpen={() => props.onOpen(photo.id)}
              >
                <Show when={smallPicture(photo) === null}>
                  <span class="picture-ask">{photoWords.show(sizeWords(photo.size))}</span>
                </Show>
                <Show when={isLast()}>
                  <span class="picture-rest" aria-hidden="true">
                    +{rest()}
                  </span>
                </Show>
              </Picture>
            </li>
          )
        }}
      </For>
    </ul>
  )
}
