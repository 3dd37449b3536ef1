import { type Accessor, createSignal } from 'solid-js'
import type { Id, MemberNo, Seq } from '../../protocol/ids.ts'

/** What somebody has begun to write in a room. */
export type Draft = { text: string; mentions: readonly { no: MemberNo; name: string }[]; replyTo: Seq | null }

export const emptyDraft: Draft = { text: '', mentions: [], replyTo: null }

/** Drafts by room, as long as the page lives; the offline store will keep them beyond that. */
export type Drafts = {
  of: (roomId: Id) => Draft
  set: (roomId: Id, draft: Draft) => void
  all: Accessor<ReadonlyMap<Id, Draft>>
}

export function createDrafts(): Drafts {
  const [all, setAll] = createSignal<ReadonlyMap<Id, Draft>>(new Map())
  return {
    all,
    of: (roomId) => all().get(roomId) ?? emptyDraft,
    set: (roomId, draft) => void setAll((drafts) => new Map(drafts).set(roomId, draft)),
  }
}

/** The mentions that are still in the text. */
export const mentionsIn = ({ text, mentions }: Draft): MemberNo[] => [
  ...new Set(mentions.filter(({ name }) => text.includes(`@${name}`)).map(({ no }) => no)),
]
