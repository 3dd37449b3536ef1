import { createMemo, For, Show } from 'solid-js'
import { reactionCodes } from '../../../protocol/entry.ts'
import type { Seq } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import { reactionsOn } from '../../store/talk/reactions.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { messageWords } from '../../words/messages.ts'
import { overlayWords } from '../../words/overlays.ts'
import { words } from '../../words/talk.ts'
import { Sheet } from '../controls/sheet.tsx'
import { excerptOf } from './quote.tsx'
import { reachable } from './reachable.ts'
import { ReactionChoice } from './reaction-choice.tsx'

/** Who reacted how, and one's own reaction to choose. */
export function ReactionsSheet(props: { seq: Seq; session: RoomSession; navigation: Navigation; onClose: () => void }) {
  const { view, outbox } = props.session
  const reactions = createMemo(() => reactionsOn(view.marks(props.seq), view.me(), outbox.items(), props.seq))
  const nameOf = (no: number) => view.member(no)?.name ?? words.message.unknown
  const chosen = () => reactionCodes.filter((code) => reactions().by[code].length > 0)
  return (
    <Sheet navigation={props.navigation} title={overlayWords.reactions.title} onClose={props.onClose}>
      <p class="sheet-excerpt" ref={reachable}>
        {excerptOf(view, props.seq)}
      </p>
      <ReactionChoice own={reactions().own} onChoose={(code) => props.session.react(props.seq, code)} />
      <Show when={reactions().own}>
        <p class="quiet">{overlayWords.reactions.takeBack}</p>
      </Show>
      <div class="readers" ref={reachable}>
        <For each={chosen()} fallback={<p class="quiet">{overlayWords.reactions.none}</p>}>
          {(code) => (
            <section class="reader-unit">
              <h3>
                <span>{messageWords.reactions.names[code]}</span>
                <span class="unit-count">{words.list.people(reactions().by[code].length)}</span>
              </h3>
              <For each={reactions().by[code]}>
                {(no) => (
                  <div class="reader">
                    <div class="reader-who">
                      <b>{nameOf(no)}</b>
                      <span>{view.member(no)?.title}</span>
                    </div>
                  </div>
                )}
              </For>
            </section>
          )}
        </For>
      </div>
    </Sheet>
  )
}
