import { For, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import { momentLabel } from '../../store/dates.ts'
import { installing } from '../../store/device/this-install.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RingingStore } from '../../store/ringing/ringing.ts'
import { type Judged, type Verdict, verdictOf } from '../../store/ringing/ringing-outlook.ts'
import { failureWords } from '../../words/failures.ts'
import { type LightName, lightWords, mendingWords, ringingWords } from '../../words/ringing.ts'
import { LightMark, verdictLights } from '../controls/light-mark.tsx'

export type ThisDeviceProps = { store: RingingStore; navigation: Navigation; now: EpochMs }

/** The outcome for this device in one sentence, the three things it hangs on, and the one thing to do next. */
export function ThisDevice(props: ThisDeviceProps) {
  const { store } = props
  const outlook = () => store.here()?.outlook ?? null
  const hasNoKey = () => store.known()?.key === null
  return (
    <Show when={!hasNoKey()} fallback={<NotReady />}>
      <section class="card ringing-here" aria-label={ringingWords.title}>
        <VerdictLine verdict={verdictOf(outlook())} />
        <Show when={store.here()}>{(here) => <Lights here={here()} shownAt={store.shownAt()} now={props.now} />}</Show>
        <Show when={outlook()}>
          {(known) => (
            <Show when={mendingWords(known(), store.platform, installing.isInstalled())}>
              {(text) => <p class="ringing-mend">{text()}</p>}
            </Show>
          )}
        </Show>
        <NextStep store={store} navigation={props.navigation} />
        <p class="page-notice" role="status">
          {noticeOf(store)}
        </p>
      </section>
    </Show>
  )
}

function VerdictLine(props: { verdict: Verdict }) {
  return (
    <p class="ringing-verdict">
      <LightMark light={verdictLights[props.verdict]} />
      <b>{ringingWords.verdicts[props.verdict]}</b>
    </p>
  )
}

const names: readonly LightName[] = ['permission', 'subscription', 'shown']

function Lights(props: { here: Judged; shownAt: EpochMs | null; now: EpochMs }) {
  const when = () => (props.shownAt === null ? null : momentLabel(props.shownAt, props.now))
  return (
    <ul class="ringing-lights">
      <For each={names}>
        {(name) => (
          <li>
            <LightMark light={props.here.lights[name]} />
            <span>
              <b>{ringingWords.lights[name]}</b>
              <span class="ringing-light-words">
                {lightWords(name, props.here.lights[name], props.here.outlook, when())}
              </span>
            </span>
          </li>
        )}
      </For>
    </ul>
  )
}

/** One button: the first thing that is missing, or another look. */
function NextStep(props: { store: RingingStore; navigation: Navigation }) {
  const { store } = props
  const button = () => {
    switch (store.here()?.outlook) {
      case 'unasked':
      case 'no_device':
        return { words: ringingWords.enable, isMain: true, press: store.enable }
      case 'unsubscribed':
      case 'ended':
      case 'refused':
        return { words: ringingWords.subscribe, isMain: true, press: store.enable }
      case 'untried':
      case 'late':
      case 'not_shown':
        return { words: ringingWords.test, isMain: true, press: store.test }
      case 'rings':
        return { words: ringingWords.test, isMain: false, press: store.test }
      default:
        return null
    }
  }
  return (
    <>
      <Show when={button()}>
        {(step) => (
          <button
            type="button"
            class="button wide"
            classList={{ primary: step().isMain }}
            disabled={store.isBusy()}
            onClick={() => void step().press()}
          >
            {step().words}
          </button>
        )}
      </Show>
      <Show when={store.here()?.outlook === 'not_installed'}>
        <button type="button" class="button primary wide" onClick={() => props.navigation.go({ at: 'install' })}>
          {ringingWords.toInstall}
        </button>
      </Show>
    </>
  )
}

function noticeOf(store: RingingStore): string {
  if (store.isBusy()) return ringingWords.testing
  const [came, failure] = [store.came(), store.failure()]
  if (failure) return failureWords(failure)
  return came ? ringingWords.came[came] : ''
}

function NotReady() {
  return (
    <section class="card ringing-here">
      <p class="ringing-verdict">
        <LightMark light="off" />
        <b>{ringingWords.notReady}</b>
      </p>
      <p>{ringingWords.notReadyHint}</p>
    </section>
  )
}
