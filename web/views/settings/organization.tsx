import { createUniqueId, For, Match, Show, Switch } from 'solid-js'
import type { OrganizationSettings } from '../../../protocol/http.ts'
import type { Navigation } from '../../store/navigation.ts'
import {
  createOrganizationSettings,
  type OwnOrganization,
  type SettingValue,
} from '../../store/settings/organization-settings.ts'
import type { Api } from '../../transport/api.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import '../../style/organization.css'
import '../../style/settings.css'
import { failureWords } from '../../words/failures.ts'
import { organizationWords as words } from '../../words/organization.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { reachable } from '../talk/reachable.ts'
import { OrganizationQuota } from './organization-quota.tsx'
import { OrganizationStorage } from './organization-storage.tsx'
import { SettingSaid } from './setting-said.tsx'

export type OrganizationProps = {
  organization: SignedIn['organizations'][number] | undefined
  api: Api
  navigation: Navigation
}

/** How full an organization is and what is set in it, for its administrators; for all others it is not there. */
export function Organization(props: OrganizationProps) {
  return (
    <section class="page">
      <PageHeader title={words.title} back={words.back} onBack={props.navigation.toList} />
      <div class="page-body" ref={reachable}>
        <Show
          when={props.organization?.isAdmin && props.organization}
          keyed
          fallback={<p role="alert">{failureWords({ code: 'not_found' })}</p>}
        >
          {(organization) => (
            <Own
              name={organization.name}
              own={createOrganizationSettings(props.api, organization.id)}
              navigation={props.navigation}
            />
          )}
        </Show>
      </div>
    </section>
  )
}

const choices = Object.keys(words.choices) as (keyof typeof words.choices)[]

function Own(props: { name: string; own: OwnOrganization; navigation: Navigation }) {
  const { own } = props
  return (
    <>
      <p class="organization-name">
        <b>{props.name}</b>
      </p>
      <Switch>
        <Match when={own.failure()}>
          {(why) => (
            <div class="card organization-failure" role="alert">
              <p>{failureWords({ code: why() })}</p>
              <button type="button" class="button" onClick={() => void own.refresh()}>
                {words.again}
              </button>
            </div>
          )}
        </Match>
        <Match when={own.storage() === null}>
          <p class="quiet" role="status">
            {words.loading}
          </p>
        </Match>
      </Switch>
      <Show when={own.storage()}>
        {(storage) => (
          <OrganizationStorage
            storage={storage()}
            quota={own.settings()?.storageBytes ?? storage().quota}
            navigation={props.navigation}
          />
        )}
      </Show>
      <Show when={own.settings()}>
        {(settings) => (
          <>
            <OrganizationQuota own={own} quota={settings().storageBytes} held={own.storage()?.bytes ?? 0} />
            <h2 class="organization-rules">{words.settings}</h2>
            <For each={choices}>{(name) => <Choice name={name} settings={settings()} own={own} />}</For>
          </>
        )}
      </Show>
    </>
  )
}

type ChoiceProps = { name: keyof typeof words.choices; settings: OrganizationSettings; own: OwnOrganization }

/** One setting: what it does in a sentence, and its few values side by side. */
function Choice(props: ChoiceProps) {
  const { name, own } = props
  const [id, group] = [createUniqueId(), createUniqueId()]
  const { title, explain, values } = words.choices[name]
  return (
    <fieldset class="card setting" aria-describedby={id}>
      <legend class="organization-legend">{title}</legend>
      <p class="organization-explain" id={id}>
        {explain}
      </p>
      <div class="segments">
        <For each={values as readonly (readonly [SettingValue, string])[]}>
          {([value, label]) => (
            <label class="segment">
              <input
                type="radio"
                name={group}
                checked={props.settings[name] === value}
                onChange={() => void own.change(name, value as OrganizationSettings[typeof name])}
              />
              <span>{label}</span>
            </label>
          )}
        </For>
      </div>
      <SettingSaid own={own} name={name} />
    </fieldset>
  )
}
