import { Show } from 'solid-js'
import { newVersion } from '../store/device/new-version.ts'
import { words } from '../words/talk.ts'

/** One quiet line when a newer version is there. It waits for as long as somebody wants. */
export function NewVersionNotice() {
  return (
    <div class="shell-notice" role="status">
      <Show when={newVersion.waits()}>
        <p class="new-version">
          <span>{words.newVersion.waits}</span>
          <UpdateButton />
        </p>
      </Show>
    </div>
  )
}

/** Takes the newer version, and with it loads the page again. */
export function UpdateButton() {
  return (
    <button type="button" class="small-button" disabled={newVersion.isTaking()} onClick={newVersion.take}>
      {newVersion.isTaking() ? words.newVersion.taking : words.newVersion.take}
    </button>
  )
}
