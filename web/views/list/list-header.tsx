import { Show } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { Badge } from '../../../protocol/lobby-message.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { words } from '../../words/talk.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { OrganizationTabs } from './organization-tabs.tsx'

export type ListHeaderProps = {
  session: SignedIn
  organizationId: Id | null
  badgeOf: (organizationId: Id) => Badge | null
  onOrganization: (organizationId: Id) => void
  onMakeRoom: (organizationId: Id) => void
  onSettings: () => void
}

/** Which organization, and what else can be done. */
export function ListHeader(props: ListHeaderProps) {
  const organization = () => props.session.organizations.find(({ id }) => id === props.organizationId)
  return (
    <header class="bar list-header">
      <h1 class="sr-only">{words.list.label}</h1>
      <OrganizationTabs
        organizations={props.session.organizations}
        chosen={props.organizationId}
        badgeOf={props.badgeOf}
        onChoose={props.onOrganization}
      />
      <Show when={organization()?.mayMakeRooms && organization()}>
        {(held) => (
          <button
            type="button"
            class="icon-button"
            aria-label={words.list.make}
            onClick={() => props.onMakeRoom(held().id)}
          >
            <Icon outline={outlines.plus} />
          </button>
        )}
      </Show>
      <button type="button" class="icon-button" aria-label={words.list.menu} onClick={() => props.onSettings()}>
        <Icon outline={outlines.person} />
      </button>
    </header>
  )
}
