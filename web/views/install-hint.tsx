import { installing } from '../store/this-device.ts'
import '../style/install-hint.css'
import { installWords } from '../words/install.ts'
import { words } from '../words/talk.ts'
import { Icon } from './icon.tsx'
import { outlines } from './outlines.ts'

/** One quiet line under the list of a phone that has the app not on its home screen. */
export function InstallHint(props: { onOpen: () => void }) {
  return (
    <div class="install-hint">
      <button type="button" class="install-hint-open" onClick={() => props.onOpen()}>
        {installWords.hint}
      </button>
      <button type="button" class="icon-button" aria-label={words.app.close} onClick={installing.dismiss}>
        <Icon outline={outlines.close} />
      </button>
    </div>
  )
}
