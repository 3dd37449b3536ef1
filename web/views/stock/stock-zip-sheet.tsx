import { createSignal, For, Show } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { Selection, StockPhoto, ZipKind } from '../../../protocol/stock.ts'
import type { Navigation } from '../../store/navigation.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import type { Stock } from '../../store/stock/stock.ts'
import { leftOutCounts } from '../../store/stock/stock-view.ts'
import type { Failure } from '../../transport/api.ts'
import { stockPaths } from '../../transport/stock-paths.ts'
import { failureWords } from '../../words/failures.ts'
import { stockWords } from '../../words/stock.ts'
import { Radios } from '../controls/choices.tsx'
import { Sheet } from '../controls/sheet.tsx'

const words = stockWords.zips
const kinds: readonly ZipKind[] = ['public', 'evidence']

export type StockZipProps = {
  stock: Stock
  organizationId: Id
  photos: readonly StockPhoto[]
  navigation: Navigation
  onClose: () => void
}

/** Says what a zip will hold before it is fetched, and gives a link that any browser can follow. */
export function StockZipSheet(props: StockZipProps) {
  const [kind, setKind] = createSignal<ZipKind>('public')
  const [selection, setSelection] = createSignal<Selection | null>(null)
  const [isAsking, setIsAsking] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure | null>(null)

  async function prepare(): Promise<void> {
    setIsAsking(true)
    setFailure(null)
    const reply = await props.stock.select(props.photos, kind())
    setIsAsking(false)
    if (reply.ok) setSelection(reply.value)
    else setFailure(reply.failure)
  }
  const change = (next: ZipKind) => {
    setKind(next)
    setSelection(null)
  }
  return (
    <Sheet navigation={props.navigation} title={words.title} onClose={props.onClose}>
      <div class="stock-facts">
        <p>{words.explain(props.photos.length)}</p>
        <Radios
          label={words.kind}
          choices={kinds.map((id) => ({ id, words: words.kinds[id] }))}
          chosen={kind()}
          onChoose={change}
        />
        <Show
          when={selection()}
          fallback={
            <button type="button" class="button primary wide" disabled={isAsking()} onClick={() => void prepare()}>
              {isAsking() ? words.preparing : words.prepare}
            </button>
          }
        >
          {(ready) => (
            <Ready
              selection={ready()}
              href={stockPaths.zip(props.organizationId, ready().id)}
              onClose={props.onClose}
            />
          )}
        </Show>
        <p class="field-problem" role="alert">
          <Show when={failure()}>{(why) => failureWords(why())}</Show>
        </p>
      </div>
    </Sheet>
  )
}

function Ready(props: { selection: Selection; href: string; onClose: () => void }) {
  const { files, bytes, leftOut } = props.selection
  return (
    <div role="status">
      <p>
        <b>{files === 0 ? words.nothing : words.ready(files, sizeWords(bytes))}</b>
      </p>
      <Show when={leftOut.length > 0}>
        <p>{words.leftOut(leftOut.length)}</p>
        <ul class="stock-reasons">
          <For each={leftOutCounts(props.selection)}>
            {([reason, count]) => <li>{words.reason(words.reasons[reason], count)}</li>}
          </For>
        </ul>
      </Show>
      <Show when={files > 0}>
        <a class="button primary wide" href={props.href} download="" onClick={() => props.onClose()}>
          {words.download}
        </a>
        <p class="quiet">{words.later}</p>
      </Show>
    </div>
  )
}
