import { type Accessor, Match, Switch } from 'solid-js'
import type { EpochMs } from '../../protocol/ids.ts'
import type { RoomSummary } from '../../protocol/lobby-message.ts'
import type { Drafts } from '../store/drafts.ts'
import type { LobbySession } from '../store/lobby-session.ts'
import type { Navigation } from '../store/navigation.ts'
import type { Place } from '../store/place.ts'
import type { Places } from '../store/places.ts'
import type { RoomSession } from '../store/room-session.ts'
import { createWide } from '../store/wide.ts'
import type { SessionKeeper, SignedIn } from '../transport/session-keeper.ts'
import { Install, MakeRoom, NothingChosen, Ringing, RoomPage, Settings, Stock } from './parts.ts'
import { RoomScreen } from './room-screen.tsx'

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

/** What was chosen: a room, a page beside the talk, or a room to be made. */
export function MainPane(props: MainPaneProps) {
  const { navigation } = props
  const isWide = createWide()
  const as = <A extends Place['at']>(at: A) => {
    const place = navigation.place()
    return place.at === at ? (place as Extract<Place, { at: A }>) : null
  }
  return (
    <Switch fallback={isWide() && <NothingChosen />}>
      <Match when={as('room-page') && props.room} keyed>
        {(session) => (
          <RoomPage
            session={session}
            place={as('room-page') as Extract<Place, { at: 'room-page' }>}
            api={props.keeper.api}
            navigation={navigation}
            now={props.minute()}
          />
        )}
      </Match>
      <Match when={props.room} keyed>
        {(session) => (
          <RoomScreen
            session={session}
            navigation={navigation}
            drafts={props.drafts}
            summary={props.summary}
            lobby={props.lobby}
            organizations={props.session.organizations}
            contactAt={props.contactAt}
            seq={as('room')?.seq ?? null}
            minute={props.minute}
            isAttentive={props.isAttentive}
            isWide={isWide()}
          />
        )}
      </Match>
      <Match when={as('install')}>
        <Install navigation={navigation} />
      </Match>
      <Match when={as('ringing')}>
        <Ringing
          accountId={props.session.accountId}
          api={props.keeper.api}
          navigation={navigation}
          now={props.minute()}
        />
      </Match>
      <Match when={as('stock')}>
        {(place) => (
          <Stock
            organization={props.session.organizations.find(({ id }) => id === place().organizationId)}
            accountId={props.session.accountId}
            api={props.keeper.api}
            navigation={navigation}
          />
        )}
      </Match>
      <Match when={as('settings')}>
        <Settings
          session={props.session}
          keeper={props.keeper}
          navigation={navigation}
          unsentCount={props.places.unsentCount}
          now={props.minute()}
        />
      </Match>
      <Match when={as('new-room')}>
        {(place) => (
          <MakeRoom
            organization={props.session.organizations.find(({ id }) => id === place().organizationId)}
            accountId={props.session.accountId}
            api={props.keeper.api}
            navigation={navigation}
          />
        )}
      </Match>
    </Switch>
  )
}
