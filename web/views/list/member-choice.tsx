import { createSignal, For, type JSX, Show } from 'solid-js'
import type { MemberRule } from '../../../protocol/http.ts'
import { type Choice, findPeople, seatKinds, unitTree } from '../../store/list/member-choice.ts'
import '../../style/member-choice.css'
import { settingsWords } from '../../words/settings.ts'
import { Select } from '../controls/choices.tsx'

export type MemberChoiceProps = {
  choice: Choice
  organizationName: string
  rule: MemberRule
  onChange: (rule: MemberRule) => void
}

type ListPart = 'units' | 'positionKinds' | 'accounts'

/** Who belongs in a room: by unit, by rank, by seat, or one by one; the parts add up. */
export function MemberChoice(props: MemberChoiceProps) {
  const has = (part: ListPart, value: string) => props.rule[part]?.includes(value) === true
  const toggle = (part: ListPart, value: string) => {
    const kept = props.rule[part] ?? []
    props.onChange({
      ...props.rule,
      [part]: has(part, value) ? kept.filter((other) => other !== value) : [...kept, value],
    })
  }
  const ranks = () => [
    { id: '', words: settingsWords.makeRoom.anyRank },
    ...props.choice.view.titles.map(({ name, rank }) => ({
      id: `${rank}`,
      words: settingsWords.makeRoom.rankAtLeast(name),
    })),
  ]
  const setRank = (rank: string) => {
    const { minRank: _, ...rest } = props.rule
    props.onChange(rank === '' ? rest : { ...rest, minRank: Number(rank) })
  }
  return (
    <fieldset class="field">
      <legend>{settingsWords.makeRoom.who}</legend>
      <p class="field-hint">{settingsWords.makeRoom.whoHint}</p>
      <Tick
        isTicked={props.rule.everyone === true}
        words={settingsWords.makeRoom.everyone(props.organizationName)}
        onToggle={() => props.onChange({ ...props.rule, everyone: !props.rule.everyone })}
      />
      <Show when={!props.rule.everyone}>
        <Fold title={settingsWords.makeRoom.units} count={props.rule.units?.length ?? 0}>
          <For each={unitTree(props.choice)}>
            {({ id, name, depth }) => (
              <Tick depth={depth} isTicked={has('units', id)} words={name} onToggle={() => toggle('units', id)} />
            )}
          </For>
        </Fold>
        <Fold title={settingsWords.makeRoom.seats} count={props.rule.positionKinds?.length ?? 0}>
          <For each={seatKinds(props.choice)}>
            {(seat) => (
              <Tick
                isTicked={has('positionKinds', seat.kind)}
                words={settingsWords.deskRooms.seatsOf(seat.words, seat.seats)}
                onToggle={() => toggle('positionKinds', seat.kind)}
              />
            )}
          </For>
        </Fold>
        <Fold title={settingsWords.makeRoom.people} count={props.rule.accounts?.length ?? 0}>
          <PeopleChoice
            choice={props.choice}
            has={(id) => has('accounts', id)}
            onToggle={(id) => toggle('accounts', id)}
          />
        </Fold>
        <Show when={props.choice.view.titles.length > 0}>
          <Select
            label={settingsWords.makeRoom.rank}
            choices={ranks()}
            chosen={`${props.rule.minRank ?? ''}`}
            onChoose={setRank}
          />
        </Show>
      </Show>
    </fieldset>
  )
}

const mostShown = 60

function PeopleChoice(props: { choice: Choice; has: (id: string) => boolean; onToggle: (id: string) => void }) {
  const [text, setText] = createSignal('')
  const found = () => findPeople(props.choice, text())
  return (
    <>
      <input
        type="search"
        class="people-search"
        aria-label={settingsWords.makeRoom.findPeople}
        placeholder={settingsWords.makeRoom.findPeople}
        value={text()}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <For each={found().slice(0, mostShown)} fallback={<p class="quiet">{settingsWords.makeRoom.noPeople}</p>}>
        {(person) => (
          <Tick
            isTicked={props.has(person.accountId)}
            words={person.name}
            detail={person.title}
            onToggle={() => props.onToggle(person.accountId)}
          />
        )}
      </For>
      <Show when={found().length > mostShown}>
        <p class="quiet">{settingsWords.makeRoom.more(found().length - mostShown)}</p>
      </Show>
    </>
  )
}

function Fold(props: { title: string; count: number; children: JSX.Element }) {
  return (
    <details class="fold">
      <summary>
        {props.title}
        <Show when={props.count > 0}>
          <span class="tag">{settingsWords.makeRoom.chosen(props.count)}</span>
        </Show>
      </summary>
      {props.children}
    </details>
  )
}

function Tick(props: { isTicked: boolean; words: string; detail?: string; depth?: number; onToggle: () => void }) {
  return (
    <label class={`tick depth-${Math.min(3, props.depth ?? 0)}`}>
      <input type="checkbox" checked={props.isTicked} onChange={() => props.onToggle()} />
      <span>{props.words}</span>
      <span class="quiet">{props.detail}</span>
    </label>
  )
}
