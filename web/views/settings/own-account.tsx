import { For } from 'solid-js'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { settingsWords } from '../../words/settings.ts'
import { OrganizationMark } from '../list/organization-mark.tsx'

/** Who one is here, and where one belongs. */
export function OwnAccount(props: { session: SignedIn }) {
  return (
    <div class="card account">
      <p class="account-name">
        <b>{props.session.name}</b>
        <span>{settingsWords.devices.loginId(props.session.loginId)}</span>
      </p>
      <ul>
        <For each={props.session.organizations}>
          {(organization) => (
            <li>
              <OrganizationMark badge={organization.badge} />
              <p class="account-place">
                <span>{organization.name}</span> <span class="quiet">{organization.title}</span>
              </p>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
