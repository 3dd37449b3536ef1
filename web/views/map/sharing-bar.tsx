import { createSignal, Match, onCleanup, Show, Switch } from 'solid-js'
import { render } from 'solid-js/web'

import type { Id } from '../../../protocol/ids.ts'
import type { Share, Sharing } from '../../store/map/sharing.ts'
import { rememberedShare } from '../../store/map/sharing-memory.ts'
import { sharingWith } from '../../store/map/sharing-on-page.ts'
import type { Api } from '../../transport/api.ts'
import '../../style/sharing-bar.css'
import { sharingWords } from '../../words/map.ts'
import { locatingTitle } from '../../words/places.ts'

/** Goes on with what was being shared when the page went. */
export function resumeSharing(api: Api, accountId: Id): void {
  const share = rememberedShare(accountId)
  if (share === null) return
  const sharing = sharingWith(api)
  if (sharing.state().at === 'none') sharing.start(share)
  showSharingBar(sharing)
}

/** Shows over every page that this device shares where it is. */
export function showSharingBar(sharing: Sharing): void {
  const notice = document.querySelector('.shell-notice')
  if (notice === null || host?.parentElement === notice) return
  // The one of a session before is gone with its page.
  dispose?.()
  host = document.createElement('div')
  notice.append(host)
  dispose = render(() => <SharingBar sharing={sharing} />, host)
}

let host: HTMLElement | undefined
let dispose: (() => void) | undefined

const tickMs = 5_000
const minuteMs = 60_000

function SharingBar(props: { sharing: Sharing }) {
  const { sharing } = props
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), tickMs)
  onCleanup(() => clearInterval(timer))
  const as = (at: 'sharing' | 'stopping' | 'over') => {
    const state = sharing.state()
    return state.at === at ? state.share : null
  }
  const minutes = ({ endsAt }: Share) => Math.max(1, Math.ceil((endsAt - now()) / minuteMs))
  const problem = () => {
    const why = sharing.problem()
    return why === null ? '' : why === 'network' ? sharingWords.network : locatingTitle[why]
  }
  return (
    <Switch>
      <Match when={as('sharing')}>
        {(share) => (
          <section class="sharing" aria-label={sharingWords.label} aria-live="off">
            <p>
              <b>{sharingWords.sharing(share().roomName)}</b> <span>{sharingWords.left(minutes(share()))}</span>
              <Show when={problem()}>
                {(words) => (
                  <span class="sharing-problem" role="alert">
                    {words()}
                  </span>
                )}
              </Show>
            </p>
            <button type="button" class="small-button" onClick={() => void sharing.stop()}>
              {sharingWords.stop}
            </button>
          </section>
        )}
      </Match>
      <Match when={as('stopping')}>
        <section class="sharing" aria-label={sharingWords.label}>
          <p>{sharingWords.stopping}</p>
        </section>
      </Match>
      <Match when={as('over')}>
        <section class="sharing" aria-label={sharingWords.label}>
          <p>{sharingWords.over}</p>
          <button type="button" class="small-button" onClick={() => void sharing.stop()}>
            {sharingWords.erase}
          </button>
          <button type="button" class="small-button" onClick={sharing.close}>
            {sharingWords.close}
          </button>
        </section>
      </Match>
    </Switch>
  )
}
