import { createSignal, For, onMount, Show } from 'solid-js'
import type { Devices as DeviceList } from '../../../protocol/http.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { momentLabel } from '../../store/dates.ts'
import type { Navigation } from '../../store/navigation.ts'
import { paths } from '../../transport/paths.ts'
import type { SessionKeeper } from '../../transport/session-keeper.ts'
import { anything, shaped } from '../../transport/shape.ts'
import { failureWords } from '../../words/failures.ts'
import { settingsWords } from '../../words/settings.ts'
import { words } from '../../words/talk.ts'
import { Sheet } from '../controls/sheet.tsx'
import { SignOut } from './sign-out.tsx'

export type DevicesProps = {
  keeper: SessionKeeper
  navigation: Navigation
  unsentCount: () => number
  now: EpochMs
}

type Device = DeviceList['devices'][number]

/** Where one is signed in, and the way out. */
export function Devices(props: DevicesProps) {
  const [devices, setDevices] = createSignal<readonly Device[] | null>(null)
  const [notice, setNotice] = createSignal('')
  const [asked, setAsked] = createSignal<Device | null>(null)
  const api = props.keeper.api

  async function load(): Promise<void> {
    const reply = await api({ method: 'GET', path: paths.devices, answer: shaped<DeviceList>('devices') })
    if (reply.ok) setDevices(reply.value.devices)
    else setNotice(failureWords(reply.failure))
  }

  async function end(device: Device): Promise<void> {
    setAsked(null)
    const reply = await api({ method: 'DELETE', path: paths.device(device.id), answer: anything })
    setNotice(reply.ok ? settingsWords.devices.ended(device.name) : failureWords(reply.failure))
    await load()
  }

  onMount(() => void load())
  return (
    <>
      <section class="setting">
        <h2>{settingsWords.devices.list}</h2>
        <p class="quiet">{settingsWords.devices.explain}</p>
        <p class="page-notice" role="status">
          {notice()}
        </p>
        <ul class="cards">
          <For each={devices()} fallback={<li class="quiet">{notice() === '' && settingsWords.devices.loading}</li>}>
            {(device) => <DeviceCard device={device} now={props.now} onEnd={() => setAsked(device)} />}
          </For>
        </ul>
        <SignOut keeper={props.keeper} navigation={props.navigation} unsentCount={props.unsentCount} say={setNotice} />
      </section>
      <Show when={asked()}>
        {(device) => (
          <Confirm
            navigation={props.navigation}
            title={settingsWords.devices.confirm(device().name)}
            confirm={settingsWords.devices.end}
            onConfirm={() => void end(device())}
            onClose={() => setAsked(null)}
          />
        )}
      </Show>
    </>
  )
}

function DeviceCard(props: { device: Device; now: EpochMs; onEnd: () => void }) {
  return (
    <li class="card device">
      <p class="device-name">
        <b>{props.device.name}</b>
        <Show when={props.device.current}>
          <span class="tag">{settingsWords.devices.current}</span>
        </Show>
      </p>
      <p class="quiet">{settingsWords.devices.seen(momentLabel(props.device.lastSeenAt, props.now))}</p>
      <p class="quiet">{settingsWords.devices.since(momentLabel(props.device.createdAt, props.now))}</p>
      <Show when={!props.device.current}>
        <button type="button" class="small-button danger" onClick={() => props.onEnd()}>
          {settingsWords.devices.end}
        </button>
      </Show>
    </li>
  )
}

function Confirm(props: {
  navigation: Navigation
  title: string
  confirm: string
  onConfirm: () => void
  onClose: () => void
}) {
  return (
    <Sheet navigation={props.navigation} title={props.title} onClose={props.onClose}>
      <div class="sheet-buttons">
        <button type="button" class="button" onClick={() => props.onClose()}>
          {words.app.cancel}
        </button>
        <button type="button" class="button primary danger" onClick={() => props.onConfirm()}>
          {props.confirm}
        </button>
      </div>
    </Sheet>
  )
}
