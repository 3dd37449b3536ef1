import { type Accessor, Show } from 'solid-js'
import type { EpochMs } from '../../protocol/ids.ts'
import type { RoomSummary } from '../../protocol/lobby-message.ts'
import { createWide } from '../store/device/wide.ts'
import type { LobbySession } from '../store/list/lobby-session.ts'
import type { Navigation } from '../store/navigation.ts'
import type { Place } from '../store/place.ts'
import type { Places } from '../store/places.ts'
import type { Drafts } from '../store/talk/drafts.ts'
import type { RoomSession } from '../store/talk/room-session.ts'
import type { SessionKeeper, SignedIn } from '../transport/session-keeper.ts'
import { Pages } from './parts.ts'
import { RoomScreen } from './talk/room-screen.tsx'

export type MainPaneProps = {
  session: SignedIn
  keeper: SessionKeeper
  navigation: Navigation
  places: Places
  room: RoomSession | null
  /** What the list says of that room. */
  summary: RoomSummary | null
  lobby: LobbySession | null
  drafts: Drafts
  contactAt: Accessor<EpochMs | null>
  minute: Accessor<EpochMs>
  isAttentive: Accessor<boolean>
}

/** What was chosen: a room, or a page beside the talk. On a phone the list is there alone. */
export function MainPane(props: MainPaneProps) {
  const { navigation } = props
  const isWide = createWide()
  const at = () => navigation.place()
  return (
    <Show
      when={at().at === 'room' && props.room}
      keyed
      fallback={
        <Show when={isWide() || at().at !== 'list'}>
          <Pages {...props} />
        </Show>
      }
    >
      {(session) => (
        <RoomScreen
          session={session}
          navigation={navigation}
          drafts={props.drafts}
          summary={props.summary}
          lobby={props.lobby}
          organizations={props.session.organizations}
          contactAt={props.contactAt}
          seq={(at() as Partial<Extract<Place, { at: 'room' }>>).seq ?? null}
          minute={props.minute}
          isAttentive={props.isAttentive}
          isWide={isWide()}
        />
      )}
    </Show>
  )
}
