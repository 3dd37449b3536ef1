import { onMount } from 'solid-js'
import type { Navigation } from '../store/navigation.ts'
import type { RingingLater } from '../store/ringing-later.ts'
import { verdictOf } from '../store/ringing-outlook.ts'
import { ringingWords } from '../words/ringing.ts'
import { Icon } from './icon.tsx'
import { ringingOutlines } from './ringing-outlines.ts'
import { settingOutlines } from './setting-outlines.ts'

/** From the settings to the page about ringing, with what it says in one sentence. */
export function RingingLink(props: { ringing: RingingLater; navigation: Navigation }) {
  onMount(() => props.ringing.want())
  const sentence = () => {
    const store = props.ringing.there()
    if (!store) return ''
    if (store.known()?.key === null) return ringingWords.notReady
    return ringingWords.verdicts[verdictOf(store.here()?.outlook ?? null)]
  }
  return (
    <button type="button" class="card setting-link" onClick={() => props.navigation.go({ at: 'ringing' })}>
      <Icon outline={ringingOutlines.bell} />
      <span>
        {ringingWords.title}
        <span class="quiet setting-link-state">{sentence()}</span>
      </span>
      <Icon outline={settingOutlines.forward} />
    </button>
  )
}
