import { onCleanup, onMount, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomPage as RoomPagePlace } from '../../store/place.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { Api } from '../../transport/api.ts'
import { roomPageWords } from '../../words/room-pages.ts'
import { later } from '../controls/later.tsx'
import { PageHeader } from '../controls/page-header.tsx'

const Notes = later(() => import('../notes/notes.tsx').then((file) => file.Notes))
const Album = later(() => import('../photos/album.tsx').then((file) => file.Album))
const RoomMap = later(() => import('../map/room-map.tsx').then((file) => file.RoomMap))

export type RoomPageProps = {
  session: RoomSession
  place: RoomPagePlace
  api: Api
  navigation: Navigation
  now: EpochMs
}

/** A page that belongs to a room: its notes, its photos, its map. The room stays connected, and back leads to it. */
export function RoomPage(props: RoomPageProps) {
  onMount(() => {
    props.session.enter()
    onCleanup(() => props.session.leave())
  })
  return (
    <Show when={props.place.page !== 'notes'} fallback={<Notes {...props} />}>
      <section class="page">
        <PageHeader
          title={roomPageWords.titles[props.place.page]}
          back={roomPageWords.back}
          onBack={() => props.navigation.up({ at: 'room', roomId: props.session.roomId, seq: null })}
        />
        <Show
          when={props.place.page === 'map'}
          fallback={
            <div class="page-body">
              <Album session={props.session} navigation={props.navigation} now={props.now} />
            </div>
          }
        >
          <RoomMap session={props.session} navigation={props.navigation} item={props.place.item} now={props.now} />
        </Show>
      </section>
    </Show>
  )
}
