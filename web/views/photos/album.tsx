import { createEffect, createSignal, For, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js'
import type { ClientId, EpochMs, Seq } from '../../../protocol/ids.ts'
import { dayLabel, dayOf, timeOfDay } from '../../store/dates.ts'
import type { Navigation } from '../../store/navigation.ts'
import { createAlbum } from '../../store/photos/album.ts'
import { createDays } from '../../store/photos/days.ts'
import { isShown, monthLabel, type PhotoItem, smallPicture } from '../../store/photos/photo-list.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/album.css'
import { failureWords } from '../../words/failures.ts'
import { photoWords } from '../../words/photos.ts'
import { words as talkWords } from '../../words/talk.ts'
import { Tabs } from '../controls/tabs.tsx'
import { FileRow } from './file-row.tsx'
import { PhotoViewer } from './photo-viewer.tsx'
import { Picture } from './picture.tsx'

const words = photoWords.album

export type AlbumProps = { session: RoomSession; navigation: Navigation; now: EpochMs }

/** What was sent in a room: its photos by day, and its files. */
export function Album(props: AlbumProps) {
  const { session } = props
  const [kind, setKind] = createSignal<'photo' | 'file'>('photo')
  const [open, setOpen] = createSignal<ClientId | null>(null)
  const albums = { photo: createAlbum(session, 'photo'), file: createAlbum(session, 'file') }
  const album = () => albums[kind()]
  const days = createDays(() => album().items())
  const shown = () => albums.photo.items().filter(({ file }) => isShown(file))
  const toMessage = (seq: Seq) => props.navigation.go({ at: 'room', roomId: session.roomId, seq })
  createEffect(on(kind, () => album().items().length === 0 && void album().more()))
  return (
    <div class="album">
      <Tabs
        label={words.tabs}
        tabs={[
          { id: 'photo', words: words.photos },
          { id: 'file', words: words.files },
        ]}
        chosen={kind()}
        onChoose={setKind}
      />
      <For each={days()}>
        {({ day, items }, i) => (
          <section>
            <Show when={i() === 0 || monthLabel(day) !== monthLabel(days()[i() - 1]?.day ?? 0)}>
              <h2 class="album-month">{monthLabel(day)}</h2>
            </Show>
            <h3 class="album-day">{dayLabel(day, dayOf(props.now))}</h3>
            <Show
              when={kind() === 'photo'}
              fallback={<Files session={session} items={items()} onMessage={toMessage} />}
            >
              <Photos session={session} items={items()} onOpen={setOpen} onMessage={toMessage} />
            </Show>
          </section>
        )}
      </For>
      <Switch>
        <Match when={album().failure()}>
          {(why) => (
            <div class="album-state">
              <p>{failureWords(why())}</p>
              <button type="button" class="button" onClick={() => void album().more()}>
                {photoWords.again}
              </button>
            </div>
          )}
        </Match>
        <Match when={album().isLoading()}>
          <p class="album-state" role="status">
            {words.loading}
          </p>
        </Match>
        <Match when={album().hasMore()}>
          <More onMore={() => void album().more()} />
        </Match>
        <Match when={album().items().length === 0}>
          <div class="album-state">
            <p>
              <b>{kind() === 'photo' ? words.noPhotos : words.noFiles}</b>
            </p>
            <p>{kind() === 'photo' ? words.noPhotosHint : words.noFilesHint}</p>
          </div>
        </Match>
      </Switch>
      <Show when={open()} keyed>
        {(first) => (
          <PhotoViewer
            session={session}
            navigation={props.navigation}
            items={shown()}
            first={first}
            now={props.now}
            onClose={() => setOpen(null)}
            onNearEnd={() => void albums.photo.more()}
          />
        )}
      </Show>
    </div>
  )
}

type PhotosProps = {
  session: RoomSession
  items: readonly PhotoItem[]
  onOpen: (id: ClientId) => void
  onMessage: (seq: Seq) => void
}

function Photos(props: PhotosProps) {
  const { view } = props.session
  const alt = ({ storedAt, by }: PhotoItem) =>
    words.photo(timeOfDay(storedAt), view.member(by)?.name ?? talkWords.message.unknown)
  return (
    <>
      <ul class="album-photos">
        <For each={props.items.filter(({ file }) => isShown(file))}>
          {(item) => (
            <li>
              <Picture
                session={props.session}
                id={smallPicture(item.file)}
                file={item.file}
                alt={alt(item)}
                isLazy
                onOpen={() => props.onOpen(item.file.id)}
              >
                <Show when={smallPicture(item.file) === null}>
                  <span class="picture-ask">{photoWords.photo(1, 1)}</span>
                </Show>
              </Picture>
            </li>
          )}
        </For>
      </ul>
      <Files
        session={props.session}
        items={props.items.filter(({ file }) => !isShown(file))}
        onMessage={props.onMessage}
      />
    </>
  )
}

function Files(props: { session: RoomSession; items: readonly PhotoItem[]; onMessage: (seq: Seq) => void }) {
  const { view } = props.session
  return (
    <ul class="album-files">
      <For each={props.items}>
        {(item) => (
          <li>
            <FileRow session={props.session} file={item.file} onNew={() => props.onMessage(item.seq)} />
            <p class="album-by">
              {view.member(item.by)?.name ?? talkWords.message.unknown} {timeOfDay(item.storedAt)}
              <button type="button" class="album-message" onClick={() => props.onMessage(item.seq)}>
                {photoWords.viewer.message}
              </button>
            </p>
          </li>
        )}
      </For>
    </ul>
  )
}

/** Older ones come as their place is scrolled near; the button is for who does not scroll. */
function More(props: { onMore: () => void }) {
  let button!: HTMLButtonElement
  onMount(() => {
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && props.onMore(), {
      rootMargin: '600px',
    })
    observer.observe(button)
    onCleanup(() => observer.disconnect())
  })
  return (
    <div class="album-state">
      <button ref={button} type="button" class="button" onClick={() => props.onMore()}>
        {words.more}
      </button>
    </div>
  )
}
