import { For } from 'solid-js'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { words } from '../../words/talk.ts'

/** Where the talk will stand, until it is there: what was written meanwhile is on screen at once. */
export function TalkWaiting(props: { session: RoomSession }) {
  const written = () =>
    props.session.outbox.items().flatMap(({ command }) => (command.t === 'post' ? [command.text] : []))
  return (
    <div class="talk talk-waiting">
      <p class="quiet-center">{words.app.loading}</p>
      <For each={written()}>
        {(text, index) => (
          <div class="message message-own" classList={{ 'message-first': index() === 0 }}>
            <div class="message-line">
              <div class="bubble bubble-waiting">
                <p class="message-text">{text}</p>
              </div>
            </div>
          </div>
        )}
      </For>
    </div>
  )
}
