import { createMemo, createSignal, For, Show } from 'solid-js'
import type * as v from 'valibot'
import type { MadeRoom, MemberRule } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import { type Choice, compact, peopleOf } from '../../store/list/member-choice.ts'
import type { Api } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { shaped } from '../../transport/shape.ts'
import { failureWords } from '../../words/failures.ts'
import { settingsWords } from '../../words/settings.ts'
import { Radios } from '../controls/choices.tsx'
import { TextField } from '../controls/fields.tsx'
import { MemberChoice } from './member-choice.tsx'

export type RoomFormProps = {
  choice: Choice
  organization: SignedIn['organizations'][number]
  accountId: Id
  api: Api
  onMade: (roomId: Id) => void
}

/** Name, purpose, who may post, and who is in it, with how many that would be. */
export function RoomForm(props: RoomFormProps) {
  const [name, setName] = createSignal('')
  const [purpose, setPurpose] = createSignal('')
  const [kind, setKind] = createSignal<'open' | 'announce'>('open')
  const [history, setHistory] = createSignal<'all' | 'since-joining'>('all')
  const [rule, setRule] = createSignal<MemberRule>({})
  const [isWithMe, setIsWithMe] = createSignal(true)
  const [isWorking, setIsWorking] = createSignal(false)
  const [problems, setProblems] = createSignal<{ name?: string; form?: string }>({})
  const wish = createMemo(() => withMyself(rule(), isWithMe() ? props.accountId : null))
  const people = createMemo(() => peopleOf(props.choice, wish()))
  const others = () => people().filter(({ accountId }) => accountId !== props.accountId).length

  async function make(): Promise<void> {
    const missing = name().trim() === '' ? { name: settingsWords.makeRoom.needName } : {}
    setProblems(others() === 0 ? { ...missing, form: settingsWords.makeRoom.nobody } : missing)
    if (problems().name || problems().form || isWorking()) return
    setIsWorking(true)
    const body = {
      name: name().trim(),
      purpose: purpose().trim(),
      kind: kind(),
      history: history(),
      rule: compact(wish()),
    }
    const reply = await props.api({
      method: 'POST',
      path: paths.rooms(props.organization.id),
      body,
      answer: shaped<v.InferOutput<typeof MadeRoom>>('id'),
    })
    setIsWorking(false)
    if (reply.ok) props.onMade(reply.value.id)
    else setProblems({ form: failureWords(reply.failure) })
  }

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <TextField
        label={settingsWords.makeRoom.name}
        value={name()}
        problem={problems().name ?? null}
        autocomplete="off"
        onInput={setName}
      />
      <TextField label={settingsWords.makeRoom.purpose} value={purpose()} autocomplete="off" onInput={setPurpose} />
      <Radios
        label={settingsWords.makeRoom.kind}
        choices={[
          { id: 'open', words: settingsWords.makeRoom.open },
          { id: 'announce', words: settingsWords.makeRoom.announce },
        ]}
        chosen={kind()}
        onChoose={setKind}
      />
      <Radios
        label={settingsWords.makeRoom.history}
        choices={[
          { id: 'all', words: settingsWords.makeRoom.all },
          { id: 'since-joining', words: settingsWords.makeRoom.sinceJoining },
        ]}
        chosen={history()}
        onChoose={setHistory}
      />
      <MemberChoice choice={props.choice} organizationName={props.organization.name} rule={rule()} onChange={setRule} />
      <label class="tick">
        <input
          type="checkbox"
          checked={isWithMe()}
          onChange={({ currentTarget }) => setIsWithMe(currentTarget.checked)}
        />
        {settingsWords.makeRoom.withMe}
      </label>
      <div class="preview" role="status">
        <Show when={others() > 0} fallback={<p class="quiet">{settingsWords.makeRoom.nobody}</p>}>
          <p>
            <b>{settingsWords.makeRoom.preview(people().length)}</b>
          </p>
        </Show>
      </div>
      <Show when={others() > 0}>
        <details class="fold">
          <summary>{settingsWords.makeRoom.showPeople}</summary>
          <ul class="people">
            <For each={people()}>
              {(person) => (
                <li>
                  <b>{person.name}</b> <span class="quiet">{person.title}</span>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
      <p class="field-problem form-problem" role="alert">
        {problems().form}
      </p>
      <button type="submit" class="button primary wide" disabled={isWorking()}>
        {isWorking() ? settingsWords.makeRoom.working : settingsWords.makeRoom.submit}
      </button>
    </form>
  )
}

const withMyself = (rule: MemberRule, me: Id | null): MemberRule =>
  me === null ? rule : { ...rule, accounts: [...new Set([...(rule.accounts ?? []), me])] }
