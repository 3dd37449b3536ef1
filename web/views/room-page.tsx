import { Match, onCleanup, onMount, Switch } from 'solid-js'
import type { EpochMs } from '../../protocol/ids.ts'
import type { Navigation } from '../store/navigation.ts'
import type { RoomPage as RoomPagePlace } from '../store/place.ts'
import type { RoomSession } from '../store/room-session.ts'
import type { Api } from '../transport/api.ts'
import { roomPageWords } from '../words/room-pages.ts'
import { later } from './later.tsx'
import { PageHeader } from './page-header.tsx'

const Notes = later(() => import('./notes.tsx').then((file) => file.Notes))

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
    <Switch fallback={<EmptyPage {...props} />}>
      <Match when={props.place.page === 'notes'}>
        <Notes {...props} />
      </Match>
    </Switch>
  )
}

function EmptyPage(props: RoomPageProps) {
  return (
    <section class="page">
      <PageHeader
        title={roomPageWords.titles[props.place.page]}
        back={roomPageWords.back}
        onBack={() => props.navigation.up({ at: 'room', roomId: props.session.roomId, seq: null })}
      />
      <div class="page-body" />
    </section>
  )
}
