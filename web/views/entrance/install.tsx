import { type JSX, Match, Show, Switch } from 'solid-js'
import { installing } from '../../store/device/this-install.ts'
import type { Navigation } from '../../store/navigation.ts'
import '../../style/install.css'
import { installWords } from '../../words/install.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { reachable } from '../talk/reachable.ts'
import { HomeScreenPicture, ShareButtonPicture, ShareRowPicture } from './install-pictures.tsx'

/** How the app gets on the home screen: by one tap where the browser can, else shown in three pictures. */
export function Install(props: { navigation: Navigation }) {
  return (
    <section class="page">
      <PageHeader title={installWords.title} onBack={props.navigation.toList} />
      <div class="page-body" ref={reachable}>
        <Show when={!installing.isInstalled()} fallback={<p class="install-lead">{installWords.installed}</p>}>
          <p class="install-lead">{installWords.lead}</p>
          <Show when={installing.mayForget()}>
            <p class="card install-warning">
              {installWords.mayForget}
              <br />
              {installWords.mayForgetHint}
            </p>
          </Show>
          <Way />
        </Show>
      </div>
    </section>
  )
}

function Way() {
  return (
    <Switch fallback={<EveryWay />}>
      <Match when={installing.way() === 'tap'}>
        <button type="button" class="button primary wide install-button" onClick={() => void installing.ask()}>
          {installWords.add}
        </button>
      </Match>
      <Match when={installing.way() === 'iphone'}>
        <IphoneSteps />
      </Match>
      <Match when={installing.way() === 'menu'}>
        <p class="card">{installWords.menu}</p>
      </Match>
    </Switch>
  )
}

/** On a desk, for whoever explains it to somebody. */
function EveryWay() {
  return (
    <>
      <p class="install-lead">{installWords.elsewhere}</p>
      <h2>{installWords.onAndroid}</h2>
      <p class="card">{installWords.menu}</p>
      <h2>{installWords.onIphone}</h2>
      <IphoneSteps />
    </>
  )
}

function IphoneSteps() {
  return (
    <ol>
      <Step n={1} text={installWords.share} hint={installWords.shareHint} picture={<ShareButtonPicture />} />
      <Step n={2} text={installWords.row} hint={installWords.rowHint} picture={<ShareRowPicture />} />
      <Step n={3} text={installWords.icon} hint={installWords.iconHint} picture={<HomeScreenPicture />} />
    </ol>
  )
}

function Step(props: { n: number; text: string; hint: string; picture: JSX.Element }) {
  return (
    <li class="card">
      <p class="install-step-text">
        <b class="install-step-number" aria-hidden="true">
          {props.n}
        </b>
        <b>{props.text}</b>
      </p>
      {props.picture}
      <p class="quiet">{props.hint}</p>
    </li>
  )
}
