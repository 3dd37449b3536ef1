import type { NoteContent } from '../../protocol/note.ts'
import type { Role, RoomKey } from './town.ts'

/** A note of the demo town. */
export type TownNote = { key: string; room: RoomKey; who: Role; content: NoteContent }

/** What the captains and their desk keep at hand, as of a moment (epoch milliseconds): where to apply, and next month's drills. */
export function townNotes(now: number): TownNote[] {
  const month = monthAfter(now)
  return [
    {
      ...{ key: 'links', room: 'captains', who: 'desk1' },
      content: {
        ...{ kind: 'links', title: '申請・届出リンク', files: [], pinned: true, offline: true, archiveOn: null },
        body: [
          '出動報告 https://example.jp/hinomi/shobodan/shutsudo （出動した日のうちに）',
          '入団届 https://example.jp/hinomi/shobodan/nyudan',
          '退団届 https://example.jp/hinomi/shobodan/taidan （前の月の末日まで）',
        ].join('\n'),
      },
    },
    {
      ...{ key: 'drills', room: 'captains', who: 'desk1' },
      content: {
        ...{ kind: 'schedule', title: `${month.number}月の訓練日程`, files: [], pinned: false, offline: false },
        archiveOn: month.day(month.length),
        body: [
          `日時: ${month.day(month.sunday(1))} 09:00-11:30 合同訓練（市民グラウンド）`,
          `日時: ${month.day(month.sunday(2))} 08:00-09:30 放水訓練（各詰所）`,
          `日時: ${month.day(month.sunday(3))} 13:00-15:00 救命講習（消防本部 講堂）`,
          '',
          '# 持ち物',
          '- 活動服、編上靴、ヘルメット',
          '- 手袋は各自で用意',
          '',
          '雨天のときは、前日の18時までに一斉連絡でお知らせします。',
        ].join('\n'),
      },
    },
  ]
}

/** The month after the present one in Japan. */
function monthAfter(now: number) {
  const today = new Date(now + 9 * 3_600_000)
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1))
  const end = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  return {
    number: first.getUTCMonth() + 1,
    length: end.getUTCDate(),
    /** The day of the n-th Sunday. */
    sunday: (n: number) => 1 + ((7 - first.getUTCDay()) % 7) + 7 * (n - 1),
    /** YYYY-MM-DD */
    day: (day: number) => `${first.toISOString().slice(0, 8)}${`${day}`.padStart(2, '0')}`,
  }
}
