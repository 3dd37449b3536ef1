import { type OwnRinging, ringingOnPage } from '../../store/ringing/ringing-on-page.ts'
import { verdictOf } from '../../store/ringing/ringing-outlook.ts'
import { ringingWords } from '../../words/ringing.ts'
import { Icon } from '../controls/icon.tsx'
import { settingOutlines } from '../settings/setting-outlines.ts'
import { ringingOutlines } from './ringing-outlines.ts'

/** From the settings to the page about ringing, with what it says in one sentence. */
export function RingingLink(props: OwnRinging) {
  const ringing = ringingOnPage(props)
  const sentence = () =>
    ringing.known()?.key === null
      ? ringingWords.notReady
      : ringingWords.verdicts[verdictOf(ringing.here()?.outlook ?? null)]
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
