import type { MemberRule } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { bySeatOrder, type DirectoryIndex } from './directory-index.ts'
import type { Room } from './organization.ts'

/** How many names are told before the rest is summed up. */
const mostNames = 3

/** Words for the usual kinds of positions, where the names of the positions say no common word. */
const kindWords: Record<string, string> = {
  captain: '分団長',
  headquarters: '正副団長・本部員',
  desk: '消防団担当',
  executive: '幹部',
  staff: '担当',
}

/** Who is in a room, in words, with how many they are now: 「主査以上の職員（84名）」. */
export function ruleInWords(index: DirectoryIndex, room: Pick<Room, 'rule' | 'desk'>, count: number): string {
  return `${room.desk ? deskWords(index, room.desk) : ruleWords(index, room.rule)}（${count}名）`
}

function deskWords(index: DirectoryIndex, desk: { seatPositionId: Id; deskKind: string }): string {
  return `${index.positions.get(desk.seatPositionId)?.name ?? '役職'}と${positionKindWord(index, desk.deskKind)}`
}

function ruleWords(index: DirectoryIndex, rule: MemberRule): string {
  if (rule.everyone) return '全員'
  const people = index.directory.organization.peopleWord
  const names = <T extends { name: string }>(ids: Id[] | undefined, known: Map<Id, T>) =>
    (ids ?? []).flatMap((id) => known.get(id)?.name ?? [])
  const units = names(rule.units, index.units)
  const lowest = rule.minRank === undefined ? undefined : lowestTitle(index, rule.minRank)
  const parts = [
    lowest === undefined ? '' : `${lowest}以上の${people}`,
    units.length === 0 ? '' : `${listed(units, 'か所')}の${people}`,
    listed(names(rule.titles, index.titles), '階級'),
    listed(
      (rule.positionKinds ?? []).map((kind) => positionKindWord(index, kind)),
      '役職',
    ),
    listed(names(rule.positions, index.positions), '役職'),
    rule.accounts?.length ? '指定された方' : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '該当なし' : parts.join('、')
}

/** What the seats of a kind are called together: the last words of their names, where these are few. */
export function positionKindWord(index: DirectoryIndex, kind: string): string {
  const seats = index.directory.positions.filter((position) => position.kind === kind).sort(bySeatOrder)
  const words = [...new Set(seats.map((seat) => seat.name.split(/[\s　]+/).at(-1) ?? seat.name))]
  if (words.length > 0 && words.length <= mostNames) return words.join('・')
  return kindWords[kind] ?? (words[0] === undefined ? '役職' : `${words[0]}など`)
}

function lowestTitle(index: DirectoryIndex, minRank: number): string | undefined {
  const titles = index.directory.titles.filter((title) => title.rank >= minRank)
  return titles.sort((a, b) => a.rank - b.rank)[0]?.name
}

function listed(names: string[], counter: string): string {
  if (names.length <= mostNames) return names.join('・')
  return `${names.slice(0, mostNames).join('・')}ほか${names.length - mostNames}${counter}`
}
