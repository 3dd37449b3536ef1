import { For, Show } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { Badge } from '../../../protocol/lobby-message.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { words } from '../../words/talk.ts'
import { OrganizationMark } from './organization-mark.tsx'
import { UnreadBadge } from './unread-badge.tsx'

export type OrganizationTabsProps = {
  organizations: SignedIn['organizations']
  chosen: Id | null
  badgeOf: (organizationId: Id) => Badge | null
  onChoose: (organizationId: Id) => void
}

/** The organizations one belongs to: one tap changes between them. */
export function OrganizationTabs(props: OrganizationTabsProps) {
  return (
    <nav class="organizations" aria-label={words.organizations.label}>
      <For each={props.organizations}>
        {(organization) => {
          const isChosen = () => props.chosen === organization.id
          const badge = () => props.badgeOf(organization.id)
          return (
            <button
              type="button"
              class="organization"
              classList={{ 'organization-chosen': isChosen() }}
              aria-current={isChosen() ? 'page' : undefined}
              title={organization.name}
              onClick={() => props.onChoose(organization.id)}
            >
              <OrganizationMark badge={organization.badge} />
              <span classList={{ 'organization-name': isChosen(), 'sr-only': !isChosen() }}>{organization.name}</span>
              <Show when={badge()}>{(held) => <UnreadBadge badge={held()} />}</Show>
            </button>
          )
        }}
      </For>
    </nav>
  )
}
