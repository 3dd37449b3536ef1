import { type Accessor, createEffect, createMemo, onCleanup, onMount, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import { dayOf } from '../../store/dates.ts'
import type { Drafts } from '../../store/talk/drafts.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { createTalkLayout, type TalkLayout } from '../../store/talk/talk-layout.ts'
import '../../style/message.css'
import '../../style/talk.css'
import { messageWords } from '../../words/messages.ts'
import { Announcer } from '../controls/announcer.tsx'
import { FailedSending, MentionList, ReplyingTo, RoomOverlays } from '../parts.ts'
import type { MessageActions } from './message-actions.ts'
import { PinnedBar } from './pinned-bar.tsx'
import { TalkList } from './talk-list.tsx'
import { TalkWaiting } from './talk-waiting.tsx'

export type TalkProps = {
  session: RoomSession
  drafts: Drafts
  actions: MessageActions
  isAttentive: Accessor<boolean>
  now: Accessor<EpochMs>
  /** Says something in passing. */
  say: (text: string) => void
  onPins: () => void
}

/** A jump into something that does not come is given up. */
const jumpMs = 8_000

/** What was said in a room, and what is pinned there. */
export function Talk(props: TalkProps) {
  const { session, actions, isAttentive } = props
  const layout = createTalkLayout(session)
  const lastLayout = createMemo<TalkLayout | null>((before) => layout() ?? before, null)
  giveUpLostJump(
    session,
    () => layout() === null,
    () => props.say(messageWords.room.jumpFailed),
  )
  // Only now, so that on a slow line they do not come before the talk.
  onMount(() => {
    for (const part of [RoomOverlays, MentionList, ReplyingTo, FailedSending]) part.prefetch()
  })
  return (
    <>
      <PinnedBar session={session} onJump={actions.jump} onList={props.onPins} />
      <Show when={layout()?.identity} keyed fallback={<TalkWaiting session={session} />}>
        <TalkList
          session={session}
          drafts={props.drafts}
          layout={() => lastLayout() as TalkLayout}
          actions={actions}
          isAttentive={isAttentive}
          today={() => dayOf(props.now())}
        />
      </Show>
      <Announcer view={session.view} isAttentive={isAttentive} />
    </>
  )
}

/** Goes back to the newest when what was jumped to does not come. */
function giveUpLostJump({ reading }: RoomSession, isLost: Accessor<boolean>, told: () => void): void {
  createEffect(() => {
    if (!isLost() || reading.anchor() === 'newest') return
    const timer = setTimeout(() => {
      reading.setTarget(null)
      reading.setAnchor('newest')
      told()
    }, jumpMs)
    onCleanup(() => clearTimeout(timer))
  })
}
