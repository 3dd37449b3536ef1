import type { MemberNo } from '../../../protocol/ids.ts'
import type { Roster, RosterMember } from '../../../protocol/roster.ts'
import type { Draft } from './drafts.ts'

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

/** The draft with the chosen person instead of what was typed, and where the caret goes. */
export function withMention(draft: Draft, caret: number, { no, name }: RosterMember): { draft: Draft; caret: number } {
  const start = caret - (mentionQuery(draft.text, caret) ?? '').length - 1
  const before = `${draft.text.slice(0, start)}@${name} `
  const mentions = [...draft.mentions, { no, name }]
  return { draft: { ...draft, text: before + draft.text.slice(caret), mentions }, caret: before.length }
}

/** Members whose name, title or unit has the text, for choosing whom to mention; never oneself. */
export function mentionable(roster: Roster, me: MemberNo, text: string): RosterMember[] {
  const wanted = text.trim()
  const has = (field: string | undefined) => field?.replace(/\s/g, '').includes(wanted) === true
  return roster.members.filter(
    ({ no, present, name, title, unit }) =>
      present && no !== me && (wanted === '' || has(name) || has(title) || has(roster.units[unit]?.name)),
  )
}
