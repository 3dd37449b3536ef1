import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { RosterMember } from '../../protocol/roster.ts'
import type { Draft } from './drafts.ts'
import { mentionable } from './people.ts'
import type { RoomView } from './room-view.ts'

/** Choosing whom to mention while writing. */
export type Mentioning = {
  candidates: Accessor<readonly RosterMember[]>
  /** Where the caret is; -1 when nobody is to be chosen. */
  setCaret: (caret: number) => void
  /** The draft with the chosen person in it, and where the caret goes. */
  chosen: (draft: Draft, member: RosterMember) => { draft: Draft; caret: number }
}

export function createMentioning(view: RoomView, text: Accessor<string>): Mentioning {
  const [caret, setCaret] = createSignal(-1)
  const query = createMemo(() => mentionQuery(text(), caret()))
  const candidates = createMemo(() => {
    const [wanted, roster] = [query(), view.roster()]
    return wanted === null || !roster ? [] : mentionable(roster, view.me(), wanted)
  })
  return {
    candidates,
    setCaret: (at) => void setCaret(at),
    chosen(draft, member) {
      const start = caret() - (query() ?? '').length - 1
      const before = `${draft.text.slice(0, start)}@${member.name} `
      const mentions = [...draft.mentions, { no: member.no, name: member.name }]
      return { draft: { ...draft, text: before + draft.text.slice(caret()), mentions }, caret: before.length }
    },
  }
}

/** What was typed after the last @ before the caret, where that may still become a mention; else null. */
export function mentionQuery(text: string, caret: number): string | null {
  if (caret < 0) return null
  return /(?:^|[\s、。，．）」])[@＠]([^\s@＠]{0,20})$/.exec(text.slice(0, caret))?.[1] ?? null
}

/** The text with an @ at the caret, as if it had been typed after a space. */
export function withAt(text: string, caret: number): { text: string; caret: number } {
  const sign = mentionQuery(`${text.slice(0, caret)}@`, caret + 1) === null ? ' @' : '@'
  return { text: text.slice(0, caret) + sign + text.slice(caret), caret: caret + sign.length }
}
