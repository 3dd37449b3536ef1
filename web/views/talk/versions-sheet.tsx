import { For, onMount, Show } from 'solid-js'
import type { EpochMs, Seq } from '../../../protocol/ids.ts'
import { momentLabel } from '../../store/dates.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { overlayWords } from '../../words/overlays.ts'
import { Sheet } from '../controls/sheet.tsx'

/** The earlier texts of a message, for whom the organization allows them. */
export function VersionsSheet(props: {
  seq: Seq
  session: RoomSession
  navigation: Navigation
  now: EpochMs
  onClose: () => void
}) {
  onMount(() => props.session.askVersions(props.seq))
  const versions = () => {
    const held = props.session.view.versions()
    return held?.seq === props.seq ? held.versions : null
  }
  return (
    <Sheet navigation={props.navigation} title={overlayWords.versions.title} onClose={props.onClose}>
      <Show when={versions()} fallback={<p class="quiet">{overlayWords.versions.loading}</p>}>
        {(all) => (
          <ol class="versions">
            <For each={all()}>
              {({ version, text, storedAt }) => (
                <li>
                  <p class="version-head">
                    <b>{overlayWords.versions.version(version)}</b> <span>{momentLabel(storedAt, props.now)}</span>
                  </p>
                  <p class="message-text">{text}</p>
                </li>
              )}
            </For>
          </ol>
        )}
      </Show>
    </Sheet>
  )
}
