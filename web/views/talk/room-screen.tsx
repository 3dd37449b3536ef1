import { type Accessor, createEffect, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import type { EpochMs, Seq } from '../../../protocol/ids.ts'
import type { RoomSummary } from '../../../protocol/lobby-message.ts'
import { hasKeyboard } from '../../store/device/wide.ts'
import type { LobbySession } from '../../store/list/lobby-session.ts'
import type { Navigation } from '../../store/navigation.ts'
import { createAudience } from '../../store/talk/audience.ts'
import type { Drafts } from '../../store/talk/drafts.ts'
import { isUnsent } from '../../store/talk/outbox-queue.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { words } from '../../words/talk.ts'
import { ConnectionBar } from '../connection-bar.tsx'
import { GoneRoom, RoomOverlays } from '../parts.ts'
import { Composer } from './composer.tsx'
import type { MessageActions } from './message-actions.ts'
import type { Over } from './over.ts'
import { RoomHeader } from './room-header.tsx'
import { Talk } from './talk-part.ts'

export type RoomScreenProps = {
  session: RoomSession
  navigation: Navigation
  drafts: Drafts
  /** What the list says of this room, and the list. */
  summary: RoomSummary | null
  lobby: LobbySession | null
  organizations: SignedIn['organizations']
  /** When the server was heard of last. */
  contactAt: Accessor<EpochMs | null>
  /** An entry that the address names. */
  seq: Seq | null
  minute: Accessor<EpochMs>
  isAttentive: Accessor<boolean>
  isWide: boolean
}

const noticeMs = 2_500

/** A room: who is in it, what was said, and where to write. */
export function RoomScreen(props: RoomScreenProps) {
  const { session, navigation } = props
  const { view } = session
  const [over, setOver] = createSignal<Over | null>(null)
  const [notice, setNotice] = createSignal('')
  const audience = createAudience(view, {
    organizations: () => props.organizations,
    listed: () => props.summary?.memberCount ?? 0,
  })

  function say(text: string): void {
    setNotice(text)
    setTimeout(() => setNotice(''), noticeMs)
  }
  const jump = (seq: Seq) => {
    setOver(null)
    session.jump(seq)
  }
  const reply = (replyTo: Seq) => {
    setOver(null)
    props.drafts.set(session.roomId, { ...props.drafts.of(session.roomId), replyTo })
  }
  const actions: MessageActions = {
    openMenu: (entry, at) => setOver({ what: 'menu', entry, at }),
    openReaders: (seq) => setOver({ what: 'readers', seq }),
    openReactions: (seq) => setOver({ what: 'reactions', seq }),
    openMap: (seq) => navigation.go({ at: 'room-page', roomId: session.roomId, page: 'map', item: `${seq}` }),
    openNote: (item) => navigation.go({ at: 'room-page', roomId: session.roomId, page: 'notes', item }),
    openPhoto: (entry, id) => setOver({ what: 'photo', entry, id }),
    openOriginals: (entry) => setOver({ what: 'originals', entry }),
    jump,
  }

  onMount(() => session.enter())
  onCleanup(() => session.leave())
  createEffect(
    on(
      () => (view.facts() === null ? null : props.seq),
      (seq) => seq !== null && session.jump(seq),
    ),
  )
  return (
    <section class="room" aria-label={view.facts()?.name ?? props.summary?.name}>
      <RoomHeader
        view={view}
        summary={props.summary}
        onBack={navigation.toList}
        onMembers={() => setOver({ what: 'members' })}
        onMenu={() => setOver({ what: 'room-menu' })}
      />
      <Show when={!isGone(session)} fallback={<GoneRoom onBack={navigation.toList} />}>
        <ConnectionBar connection={session.connection} unsent={unsent(session)} contactAt={props.contactAt()} />
        <Talk
          session={session}
          drafts={props.drafts}
          actions={actions}
          isAttentive={props.isAttentive}
          now={props.minute}
          say={say}
          onPins={() => setOver({ what: 'pins' })}
        />
        <Show when={mayWrite(session)} fallback={<p class="read-only">{words.composer.readOnly}</p>}>
          <Composer
            session={session}
            drafts={props.drafts}
            audience={audience()}
            focusOnOpen={props.isWide && hasKeyboard()}
            onOpen={setOver}
          />
        </Show>
      </Show>
      <p class="notice" classList={{ 'notice-shown': notice() !== '' }} role="status">
        {notice()}
      </p>
      <Show when={over()}>
        <RoomOverlays
          over={over()}
          onOpen={setOver}
          onClose={() => setOver(null)}
          onReply={reply}
          onJump={jump}
          say={say}
          session={session}
          summary={props.summary}
          lobby={props.lobby}
          navigation={navigation}
          now={props.minute()}
        />
      </Show>
    </section>
  )
}

function isGone({ connection }: RoomSession): boolean {
  const now = connection()
  return now?.state === 'stopped' && now.reason === 'not-member'
}

const unsent = ({ outbox }: RoomSession): number => outbox.items().filter(isUnsent).length

const mayWrite = ({ view }: RoomSession): boolean => view.facts()?.kind !== 'announce' || view.rights().post
