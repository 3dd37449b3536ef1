import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { NoteContent } from '../../../protocol/note.ts'
import { countsOf, type DifferenceLine, differenceOf } from '../../store/notes/note-difference.ts'
import { noteFileWords } from '../../words/note-files.ts'
import { noteWords } from '../../words/notes.ts'

const words = noteWords.history

type Compared = Pick<NoteContent, 'title' | 'body'> & {
  /** Names of what it carries. */
  files?: readonly string[]
}

/** What one version has that the other has not: each line with a sign and a word for it, and never by its colour alone. */
export function NoteDifference(props: { before: Compared; after: Compared }) {
  const lines = createMemo(() => differenceOf(props.before.body, props.after.body))
  const counts = () => countsOf(lines())
  const files = createMemo(() => differenceOf(namesIn(props.before), namesIn(props.after)))
  const titles = createMemo(() => differenceOf(props.before.title, props.after.title))
  return (
    <div class="difference">
      <Show when={titles().length > 0 && props.before.title !== ''}>
        <p class="difference-part">{noteWords.editor.title}</p>
        <Lines lines={titles()} />
        <p class="difference-part">{noteWords.editor.body}</p>
      </Show>
      <Show when={lines().length > 0} fallback={<p class="quiet">{words.none}</p>}>
        <p class="difference-counts">{words.counts(counts().added, counts().removed)}</p>
        <Lines lines={lines()} />
      </Show>
      <Show when={files().length > 0}>
        <p class="difference-part">{noteFileWords.title}</p>
        <Lines lines={files()} />
      </Show>
    </div>
  )
}

const namesIn = ({ files = [] }: Compared): string => files.join('\n')

function Lines(props: { lines: readonly DifferenceLine[] }) {
  return (
    <div class="difference-lines">
      <For each={props.lines}>
        {(line) => (
          <Switch>
            <Match when={line.kind === 'skipped' && line}>
              {(skipped) => <p class="difference-skipped">{words.skipped(skipped().count)}</p>}
            </Match>
            <Match when={line.kind !== 'skipped' && line}>{(shown) => <Line line={shown()} />}</Match>
          </Switch>
        )}
      </For>
    </div>
  )
}

type Shown = Exclude<DifferenceLine, { kind: 'skipped' }>

const signs = { added: '＋', removed: '－', same: '' } as const

function Line(props: { line: Shown }) {
  const { kind } = props.line
  return (
    <p class={`difference-line difference-${kind}`}>
      <span class="difference-sign" aria-hidden="true">
        {signs[kind]}
      </span>
      <Show when={kind !== 'same'}>
        <span class="sr-only">{kind === 'added' ? words.added : words.removed}: </span>
      </Show>
      <span class="difference-text">
        <For each={props.line.pieces}>
          {(piece) =>
            kind === 'same' || !piece.isChanged ? (
              piece.text
            ) : kind === 'added' ? (
              <ins>{piece.text}</ins>
            ) : (
              <del>{piece.text}</del>
            )
          }
        </For>
      </span>
    </p>
  )
}
