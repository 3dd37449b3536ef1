import { createSignal, onMount, Show } from 'solid-js'
import type { DirectoryView } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import { type Choice, choiceFrom } from '../../store/list/member-choice.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { Api } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { shaped } from '../../transport/shape.ts'
import { failureWords } from '../../words/failures.ts'
import { settingsWords } from '../../words/settings.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { MakeDeskRooms } from './make-desk-rooms.tsx'
import { RoomForm } from './room-form.tsx'

export type MakeRoomProps = {
  organization: SignedIn['organizations'][number] | undefined
  accountId: Id
  api: Api
  navigation: Navigation
}

/** A new room, for whom the organization allows it; for its administrators also the rooms between a desk and each seat. */
export function MakeRoom(props: MakeRoomProps) {
  const [choice, setChoice] = createSignal<Choice | null>(null)
  const [problem, setProblem] = createSignal('')
  async function load(): Promise<void> {
    const id = props.organization?.id
    if (!id) {
      setProblem(failureWords({ code: 'not_found' }))
      return
    }
    const reply = await props.api({
      method: 'GET',
      path: paths.directory(id),
      answer: shaped<DirectoryView>('units', 'titles', 'positions', 'people'),
    })
    if (reply.ok) setChoice(choiceFrom(reply.value, id))
    else setProblem(failureWords(reply.failure))
  }
  onMount(() => void load())
  return (
    <section class="page">
      <PageHeader title={settingsWords.makeRoom.title} onBack={props.navigation.toList} />
      <div class="page-body">
        <Show
          when={choice()}
          fallback={
            <p class="quiet" role="status">
              {problem() || settingsWords.makeRoom.loading}
            </p>
          }
        >
          {(held) => (
            <Show when={props.organization}>
              {(organization) => (
                <>
                  <RoomForm
                    choice={held()}
                    organization={organization()}
                    accountId={props.accountId}
                    api={props.api}
                    onMade={(roomId) => props.navigation.replace({ at: 'room', roomId, seq: null })}
                  />
                  <Show when={organization().isAdmin}>
                    <MakeDeskRooms choice={held()} organizationId={organization().id} api={props.api} />
                  </Show>
                </>
              )}
            </Show>
          )}
        </Show>
      </div>
    </section>
  )
}
