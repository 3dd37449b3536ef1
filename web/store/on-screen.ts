import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js'
import type { Id } from '../../protocol/ids.ts'
import type { Badge, RoomSummary } from '../../protocol/lobby-message.ts'
import type { SignedIn } from '../transport/session-keeper.ts'
import { lastOrganization, rememberOrganization } from './list/last-organization.ts'
import type { LobbySession } from './list/lobby-session.ts'
import { badgeOf } from './list/lobby-view.ts'
import type { Place } from './place.ts'
import type { Places } from './places.ts'
import type { RoomSession } from './talk/room-session.ts'

/** The organization and the room that are on screen: a page holds no more than these two sockets. */
export type OnScreen = {
  organizationId: Accessor<Id | null>
  lobby: Accessor<LobbySession | null>
  room: Accessor<RoomSession | null>
  /** What the list says of that room. */
  summary: Accessor<RoomSummary | null>
  badgeOf: (organizationId: Id) => Badge | null
}

export type OnScreenParts = {
  session: () => SignedIn
  place: Accessor<Place>
  places: Places
  /** Of the organizations that are not on screen. */
  badges: Accessor<ReadonlyMap<Id, Badge>>
}

export function createOnScreen({ session, place, places, badges }: OnScreenParts): OnScreen {
  const [organizationId, setOrganizationId] = createSignal<Id | null>(firstShown(session()))
  const roomId = createMemo(() => roomOf(place()))
  const room = createMemo(() => {
    const id = roomId()
    return id === null ? null : untrack(() => places.room(id))
  })
  // The list shows the organization of what is on screen.
  createEffect(() => {
    const named = organizationOf(place()) ?? room()?.view.facts()?.organizationId
    if (session().organizations.some(({ id }) => id === named)) setOrganizationId(named ?? null)
  })
  createEffect(() => rememberOrganization(organizationId()))
  const lobby = createMemo(() => {
    const id = organizationId()
    return id === null ? null : untrack(() => places.lobby(id))
  })
  createEffect(
    on(lobby, (entered) => {
      entered?.enter()
      onCleanup(() => entered?.leave())
    }),
  )
  return {
    organizationId,
    lobby,
    room,
    summary: () =>
      lobby()
        ?.held()
        ?.rooms.get(roomId() ?? '') ?? null,
    badgeOf(id) {
      const held = id === organizationId() ? lobby()?.held() : null
      return held ? badgeOf(held) : (badges().get(id) ?? null)
    },
  }
}

/** The organization that was on screen last, or the first. */
function firstShown({ organizations }: SignedIn): Id | null {
  const last = lastOrganization()
  return organizations.find(({ id }) => id === last)?.id ?? organizations[0]?.id ?? null
}

const roomOf = (place: Place): Id | null => ('roomId' in place ? place.roomId : null)

const organizationOf = (place: Place): Id | null => ('organizationId' in place ? place.organizationId : null)
