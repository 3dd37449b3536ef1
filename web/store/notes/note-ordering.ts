import { type Accessor, createSignal } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'
import type { Failure } from '../../transport/api.ts'

/** An order by hand: shown at once, and told to the server one after another, the newest wish alone. */
export type NoteOrdering = {
  /** Ids in an order that the server has not answered yet. */
  wished: Accessor<readonly ClientId[] | null>
  wish: (ids: readonly ClientId[]) => void
}

export type NoteOrderingParts = {
  order: (ids: readonly ClientId[]) => Promise<Failure['code'] | null>
  /** What came of the last wish. */
  onAnswer: (problem: Failure['code'] | null) => void
}

export function createNoteOrdering({ order, onAnswer }: NoteOrderingParts): NoteOrdering {
  const [wished, setWished] = createSignal<readonly ClientId[] | null>(null)
  let isTelling = false

  async function tell(): Promise<void> {
    isTelling = true
    for (let ids = wished(); ids !== null; ids = wished()) {
      const problem = await order(ids)
      if (wished() !== ids) continue
      setWished(null)
      onAnswer(problem)
    }
    isTelling = false
  }
  return {
    wished,
    wish(ids) {
      setWished(ids)
      if (!isTelling) void tell()
    },
  }
}
