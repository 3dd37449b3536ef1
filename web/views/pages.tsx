import { Match, Switch } from 'solid-js'
import type { Place } from '../store/place.ts'
import { later } from './controls/later.tsx'
import type { MainPaneProps } from './main-pane.tsx'
import { NothingChosen } from './nothing-chosen.tsx'

const Settings = later(() => import('./settings/settings.tsx').then((file) => file.Settings))
const Install = later(() => import('./entrance/install.tsx').then((file) => file.Install))
const Ringing = later(() => import('./ringing/ringing.tsx').then((file) => file.Ringing))
const MakeRoom = later(() => import('./list/make-room.tsx').then((file) => file.MakeRoom))
const RoomPage = later(() => import('./talk/room-page.tsx').then((file) => file.RoomPage))
const Stock = later(() => import('./stock/stock.tsx').then((file) => file.Stock))
const Organization = later(() => import('./settings/organization.tsx').then((file) => file.Organization))

/** Every page that is no talk; beside the list nothing is chosen yet. */
export function Pages(props: MainPaneProps) {
  const { navigation } = props
  const as = <A extends Place['at']>(at: A) => {
    const place = navigation.place()
    return place.at === at ? (place as Extract<Place, { at: A }>) : null
  }
  const organization = (id: string) => props.session.organizations.find((own) => own.id === id)
  return (
    <Switch fallback={<NothingChosen />}>
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
      <Match when={as('settings')}>
        <Settings
          session={props.session}
          keeper={props.keeper}
          navigation={navigation}
          unsentCount={props.places.unsentCount}
          now={props.minute()}
        />
      </Match>
      <Match when={as('stock')}>
        {(place) => (
          <Stock
            organization={organization(place().organizationId)}
            accountId={props.session.accountId}
            api={props.keeper.api}
            navigation={navigation}
            now={props.minute()}
          />
        )}
      </Match>
      <Match when={as('organization')}>
        {(place) => (
          <Organization
            organization={organization(place().organizationId)}
            api={props.keeper.api}
            navigation={navigation}
          />
        )}
      </Match>
      <Match when={as('new-room')}>
        {(place) => (
          <MakeRoom
            organization={organization(place().organizationId)}
            accountId={props.session.accountId}
            api={props.keeper.api}
            navigation={navigation}
          />
        )}
      </Match>
    </Switch>
  )
}
