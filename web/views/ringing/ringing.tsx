import { For, onCleanup, onMount, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { RingingDevice } from '../../../protocol/ringing.ts'
import { momentLabel } from '../../store/dates.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RingingStore } from '../../store/ringing/ringing.ts'
import { type OwnRinging, ringingOnPage } from '../../store/ringing/ringing-on-page.ts'
import { verdictOf } from '../../store/ringing/ringing-outlook.ts'
import '../../style/ringing.css'
import { outlookWords, ringingWords } from '../../words/ringing.ts'
import { LightMark, verdictLights } from '../controls/light-mark.tsx'
import { PageHeader } from '../controls/page-header.tsx'
import { reachable } from '../talk/reachable.ts'
import { QuietHoursSetting } from './quiet-hours.tsx'
import { ThisDevice } from './ringing-here.tsx'

export type RingingProps = OwnRinging & { now: EpochMs }

/** Whether this device rings and what mends it, when nothing is to ring, and how the own other devices stand. */
export function Ringing(props: RingingProps) {
  return (
    <section class="page">
      <PageHeader title={ringingWords.title} onBack={props.navigation.toList} />
      <div class="page-body" ref={reachable}>
        <Sections store={ringingOnPage(props)} navigation={props.navigation} now={props.now} />
      </div>
    </section>
  )
}

function Sections(props: { store: RingingStore; navigation: Navigation; now: EpochMs }) {
  const { store } = props
  const look = () => document.visibilityState === 'visible' && void store.load()
  onMount(look)
  // Back from the settings of the phone.
  document.addEventListener('visibilitychange', look)
  onCleanup(() => document.removeEventListener('visibilitychange', look))
  const others = () => store.known()?.devices.filter(({ current }) => !current) ?? []
  return (
    <>
      <ThisDevice store={store} navigation={props.navigation} now={props.now} />
      <Show when={store.known()}>{(known) => <QuietHoursSetting store={store} quiet={known().quiet} />}</Show>
      <section class="ringing-part">
        <h2>{ringingWords.honest.title}</h2>
        <p>{ringingWords.honest.text}</p>
      </section>
      <Show when={others().length > 0}>
        <section class="ringing-part">
          <h2>{ringingWords.others.title}</h2>
          <ul class="cards">
            <For each={others()}>{(device) => <OtherDevice device={device} now={props.now} />}</For>
          </ul>
        </section>
      </Show>
    </>
  )
}

function OtherDevice(props: { device: RingingDevice; now: EpochMs }) {
  const shownAt = () => props.device.facts?.shownAt ?? null
  return (
    <li class="card ringing-device">
      <p>
        <b>{props.device.name}</b>
      </p>
      <p class="ringing-device-words">
        <LightMark light={verdictLights[verdictOf(props.device.outlook)]} />
        {outlookWords[props.device.outlook]}
      </p>
      <p class="quiet">
        <Show when={shownAt()} fallback={ringingWords.others.neverShown}>
          {(at) => ringingWords.others.shown(momentLabel(at(), props.now))}
        </Show>
      </p>
    </li>
  )
}
