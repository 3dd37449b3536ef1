import { createEffect, getOwner, Match, on, onCleanup, onMount, runWithOwner, Switch } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import { installing } from '../../store/device/this-install.ts'
import type { LobbySession } from '../../store/list/lobby-session.ts'
import { isSharing } from '../../store/map/is-sharing.ts'
import type { Navigation } from '../../store/navigation.ts'
import { closeReadNotices } from '../../store/ringing/read-notices.ts'
import { closeRinging, ringingOnPage } from '../../store/ringing/ringing-on-page.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { SessionKeeper, SignedIn } from '../../transport/session-keeper.ts'
import '../../style/list-hint.css'
import { installWords } from '../../words/install.ts'
import { ringingHint } from '../../words/ringing-hint.ts'
import { words } from '../../words/talk.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'

export type UnderListProps = {
  accountId: Id
  keeper: SessionKeeper
  navigation: Navigation
  /** The room on screen. */
  room: RoomSession | null
  /** For what is done for later while nobody waits for it. */
  store: DeviceStore
  lobby: LobbySession | null
  session: SignedIn
}

/**
 * What the list says of this device, when the page has come to rest: one quiet line, and no two. That the app is not on a phone's home
 * screen comes first, since on an iPhone nothing rings without it; then that this device does not ring, and could.
 */
export function UnderList(props: UnderListProps) {
  const { accountId, navigation } = props
  const { api } = props.keeper
  const ringing = ringingOnPage({ accountId, api, navigation })
  // Who sends one line away is not shown the other in its place.
  const isForInstalling = installing.isSuggested()
  onCleanup(closeRinging)
  onMount(() => {
    if (isSharing())
      void import('../map/sharing-bar.tsx').then(
        (file) => file.resumeSharing(api, accountId),
        () => undefined,
      )
  })
  keepNotes(props)
  createEffect(
    on(
      () => [props.room, props.room?.view.pointer() ?? 0] as const,
      ([room, pointer]) => room && void closeReadNotices(room.roomId, pointer),
    ),
  )
  return (
    <Switch>
      <Match when={installing.isSuggested()}>
        <Hint text={installWords.hint} onOpen={() => navigation.go({ at: 'install' })} onDismiss={installing.dismiss} />
      </Match>
      <Match when={!isForInstalling && ringing.isSuggested()}>
        <Hint text={ringingHint} onOpen={() => navigation.go({ at: 'ringing' })} onDismiss={ringing.dismiss} />
      </Match>
    </Switch>
  )
}

/** Notes are kept and sent from a part of their own, as long as this is here. */
function keepNotes(props: UnderListProps): void {
  const { store, keeper } = props
  const owner = getOwner()
  let isGone = false
  onCleanup(() => {
    isGone = true
  })
  const isOwn = (organizationId: Id) => props.session.organizations.some(({ id }) => id === organizationId)
  const parts = { store, keeper, isOwn, lobby: () => props.lobby, room: () => props.room }
  const begin = () =>
    import('../../store/notes/notes-keeping.ts').then(
      ({ createNotesKeeping }) => isGone || runWithOwner(owner, () => createNotesKeeping(parts)),
    )
  // Nothing waits for this part, and nothing is said where it does not come.
  void begin().catch(() => undefined)
}

/** It leads somewhere, and can be sent away. */
function Hint(props: { text: string; onOpen: () => void; onDismiss: () => void }) {
  return (
    <div class="list-hint">
      <button type="button" class="list-hint-open" onClick={() => props.onOpen()}>
        {props.text}
      </button>
      <button type="button" class="icon-button" aria-label={words.app.close} onClick={() => props.onDismiss()}>
        <Icon outline={outlines.close} />
      </button>
    </div>
  )
}
