import { createEffect, on, onCleanup, onMount, Show } from 'solid-js'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { createDeviceStore } from '../offline/device-store.ts'
import { forgetUnwanted } from '../offline/lobby-shelf.ts'
import { createAttention } from '../store/device/attention.ts'
import { createContact } from '../store/device/contact.ts'
import { createMinute } from '../store/device/minute.ts'
import { createBadges } from '../store/list/badges.ts'
import { createFilling } from '../store/list/filling.ts'
import { showOnIcon } from '../store/list/icon-badge.ts'
import type { Navigation } from '../store/navigation.ts'
import { createOnScreen } from '../store/on-screen.ts'
import { createPlaces } from '../store/places.ts'
import { createDrafts } from '../store/talk/drafts.ts'
import type { SessionKeeper, SignedIn } from '../transport/session-keeper.ts'
import { words } from '../words/talk.ts'
import { ListHeader } from './list/list-header.tsx'
import { RoomList } from './list/room-list.tsx'
import { MainPane } from './main-pane.tsx'
import { NewVersionNotice } from './new-version-notice.tsx'
import { UnderList } from './parts.ts'
import { Talk } from './talk/talk-part.ts'

export type ShellProps = { session: SignedIn; keeper: SessionKeeper; navigation: Navigation; now: () => EpochMs }

/** The app of somebody signed in: the list, and beside or instead of it what was chosen. */
export function Shell(props: ShellProps) {
  const { keeper, navigation } = props
  const isAttentive = createAttention()
  const minute = createMinute(props.now)
  const { accountId } = props.session
  const mayKeep = (id: Id) => !props.session.organizations.some((own) => own.id === id && own.leavesNothing)
  const store = createDeviceStore({ accountId, mayKeep })
  const drafts = createDrafts(store)
  const places = createPlaces({ keeper, store, now: props.now })
  // In this order: what waits to be written is written before the store closes.
  onCleanup(() => {
    places.close()
    drafts.close()
    store.close()
  })
  createEffect(
    on(
      () => props.session.organizations,
      (organizations) => void forgetUnwanted(store, organizations),
    ),
  )
  const badges = createBadges(keeper.api, isAttentive)
  const onScreen = createOnScreen({ session: () => props.session, place: navigation.place, places, badges })

  const connection = () => onScreen.lobby()?.connection() ?? null
  createFilling({ lobby: onScreen.lobby, store, api: keeper.api, isOpen: places.isOpen })
  const contactAt = createContact({ accountId, connection, minute, now: props.now })

  onMount(() => Talk.prefetch('soon'))
  createEffect(() => {
    const unread = props.session.organizations.reduce((sum, { id }) => sum + (onScreen.badgeOf(id)?.unread ?? 0), 0)
    document.title = unread > 0 ? `(${unread}) ${words.app.name}` : words.app.name
    showOnIcon(unread + places.unsentCount())
  })

  return (
    <main class="shell" classList={{ 'shell-list': navigation.place().at === 'list' }}>
      <NewVersionNotice />
      <div class="pane-list">
        <ListHeader
          session={props.session}
          organizationId={onScreen.organizationId()}
          badgeOf={onScreen.badgeOf}
          onOrganization={navigation.chooseOrganization}
          onMakeRoom={(id) => navigation.go({ at: 'new-room', organizationId: id })}
          onSettings={() => navigation.go({ at: 'settings' })}
        />
        <Show when={onScreen.lobby()} keyed fallback={<p class="quiet-center">{words.organizations.none}</p>}>
          {(lobby) => (
            <RoomList
              lobby={lobby}
              drafts={drafts}
              unsentIn={places.unsentIn}
              unsent={places.unsentCount()}
              contactAt={contactAt()}
              chosen={onScreen.room()?.roomId ?? null}
              now={minute()}
              onChoose={(roomId) => navigation.go({ at: 'room', roomId, seq: null })}
            />
          )}
        </Show>
        <UnderList
          {...{ accountId, keeper, navigation, store }}
          room={onScreen.room()}
          lobby={onScreen.lobby()}
          session={props.session}
        />
      </div>
      <div class="pane-main">
        <MainPane
          {...{ session: props.session, keeper, navigation, places, drafts, contactAt, minute, isAttentive }}
          room={onScreen.room()}
          summary={onScreen.summary()}
          lobby={onScreen.lobby()}
        />
      </div>
    </main>
  )
}
