import { For, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import { installing } from '../../store/device/this-install.ts'
import { hasKeyboard } from '../../store/device/wide.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { SessionKeeper, SignedIn } from '../../transport/session-keeper.ts'
import '../../style/settings.css'
import { settingsWords } from '../../words/settings.ts'
import { Icon } from '../controls/icon.tsx'
import { PageHeader } from '../controls/page-header.tsx'
import { SendKeySetting, TextSizeSetting } from '../controls/setting-choices.tsx'
import { RingingLink } from '../ringing/ringing-link.tsx'
import { Devices } from './devices.tsx'
import { OwnAccount } from './own-account.tsx'
import { settingOutlines } from './setting-outlines.ts'

export type SettingsProps = {
  session: SignedIn
  keeper: SessionKeeper
  navigation: Navigation
  unsentCount: () => number
  now: EpochMs
}

/** Who one is, how this device shows the app, where else one is signed in, and the way out. */
export function Settings(props: SettingsProps) {
  return (
    <section class="page">
      <PageHeader title={settingsWords.title} onBack={props.navigation.toList} />
      <div class="page-body">
        <OwnAccount session={props.session} />
        <TextSizeSetting />
        <Show when={hasKeyboard()}>
          <SendKeySetting />
        </Show>
        <RingingLink accountId={props.session.accountId} api={props.keeper.api} navigation={props.navigation} />
        <For each={props.session.organizations}>
          {({ id, name, isAdmin }) => (
            <>
              <button
                type="button"
                class="card setting-link"
                onClick={() => props.navigation.go({ at: 'stock', organizationId: id })}
              >
                <Icon outline={settingOutlines.photos} />
                <span>{settingsWords.stock(name)}</span>
                <Icon outline={settingOutlines.forward} />
              </button>
              <Show when={isAdmin}>
                <button
                  type="button"
                  class="card setting-link"
                  onClick={() => props.navigation.go({ at: 'organization', organizationId: id })}
                >
                  <Icon outline={settingOutlines.sliders} />
                  <span>{settingsWords.organization(name)}</span>
                  <Icon outline={settingOutlines.forward} />
                </button>
              </Show>
            </>
          )}
        </For>
        <Show when={!installing.isInstalled()}>
          <button type="button" class="card setting-link" onClick={() => props.navigation.go({ at: 'install' })}>
            <Icon outline={settingOutlines.addHome} />
            <span>{settingsWords.install.title}</span>
            <Icon outline={settingOutlines.forward} />
          </button>
        </Show>
        <Devices keeper={props.keeper} navigation={props.navigation} unsentCount={props.unsentCount} now={props.now} />
      </div>
    </section>
  )
}
