import { Show } from 'solid-js'
import '../style/composer-tools.css'
import { composerToolWords } from '../words/composer-tools.ts'
import type { ComposerProps } from './composer.tsx'
import { Urgent } from './urgent.tsx'

/** What stands beside the field and is not needed for the first message: a place, and 緊急 for whom the organization lets. */
export function ComposerTools(props: { of: ComposerProps; isUrgent: boolean; onUrgent: (isUrgent: boolean) => void }) {
  const { of: composer } = props
  return (
    <>
      <button
        type="button"
        class="composer-tool"
        onClick={() => composer.onOpen({ what: 'place', drafts: composer.drafts, audience: composer.audience })}
      >
        {composerToolWords.place}
      </button>
      <Show when={composer.session.view.rights().urgent}>
        <Urgent isOn={props.isUrgent} count={composer.audience.count - 1} onChange={props.onUrgent} />
      </Show>
    </>
  )
}
