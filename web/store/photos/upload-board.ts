import { createSignal, untrack } from 'solid-js'
import type { FileKind } from '../../../protocol/file.ts'
import type { ClientId } from '../../../protocol/ids.ts'

/** What is shown of one upload while its message waits. */
export type Standing = { kind: FileKind; name: string; size: number; sent: number }

const [standings, setStandings] = createSignal<ReadonlyMap<ClientId, Standing>>(new Map())
const [pictures, setPictures] = createSignal<ReadonlyMap<ClientId, string>>(new Map())

/** How far the uploads of this page have come, and their small pictures: for whoever shows them. */
export const uploadBoard = {
  standing: (id: ClientId): Standing | undefined => standings().get(id),
  /** The address of a small picture in this page. */
  picture: (id: ClientId): string | undefined => pictures().get(id),

  /** Shows these and no others. How far one has come is kept. */
  show(rows: readonly (Omit<Standing, 'sent'> & { id: ClientId; isWhole?: true })[]): void {
    setStandings(
      (before) =>
        new Map(
          rows.map(({ id, kind, name, size, isWhole }) => [
            id,
            { kind, name, size, sent: isWhole ? size : (before.get(id)?.sent ?? 0) },
          ]),
        ),
    )
    const here = new Set(rows.map(({ id }) => id))
    for (const [id, url] of untrack(pictures)) if (!here.has(id)) URL.revokeObjectURL(url)
    setPictures((before) => new Map([...before].filter(([id]) => here.has(id))))
  },

  stands(id: ClientId, sent: number): void {
    setStandings((before) => {
      const held = before.get(id)
      return held === undefined || held.sent === sent ? before : new Map(before).set(id, { ...held, sent })
    })
  },

  addPicture(id: ClientId, bytes: ArrayBuffer): void {
    if (untrack(pictures).has(id)) return
    const url = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
    setPictures((before) => new Map(before).set(id, url))
  },
}
