import type { Outlook, RingState } from '../../protocol/ringing.ts'

/** What is read about whose phone rings, and who was rung. */
export const ringWords = {
  board: {
    title: '通知が届く見込み',
    count: (total: number, ringing: number) => `${total}台中 ${ringing}台`,
    headline: (total: number, ringing: number) => `${total}台中 ${ringing}台 鳴る見込み`,
    explain: '一人につき1台、いちばん鳴りやすい端末で数えています。消音中の端末は、通知が届いても音は鳴りません。',
    loading: '確認しています…',
    unknown: '確認できません',
    probe: '今すぐ確認',
    probing: '送っています…',
    probed: '確認を送りました。表示された端末から緑になります。',
    whole: '全員の端末が鳴る見込みです。',
    others: (n: number) => `鳴る見込みの人 ${n}人`,
    shown: (when: string) => `最後の表示 ${when}`,
    turned: (when: string) => `鳴る見込み（${when} に表示）`,
  },
  why: {
    untried: 'まだ一度も確かめていません',
    late: '最後の通知をまだ表示していません。電源が切れているか、圏外かもしれません',
    not_shown: '送った通知を1日以上表示していません',
    ended: '登録が切れています',
    refused: '通知サービスに断られました。登録のやり直しが必要です',
    unsubscribed: '登録が切れています',
    denied: '端末で通知が許可されていません',
    unasked: '通知を許可するかを、まだ選んでいません',
    not_installed: 'ホーム画面に追加されていません（iPhone）',
    unsupported: '通知に対応していないブラウザーです',
    no_device: 'まだ通知を使い始めていません',
  } satisfies Record<Exclude<Outlook, 'rings'>, string>,
  whyAt: {
    late: (sent: string) => `最後の通知（${sent}）をまだ表示していません。電源が切れているか、圏外かもしれません`,
    not_shown: (shown: string) => `通知を1日以上表示していません（最後の表示は${shown}）`,
  },
  record: {
    rungAt: (times: string) => `${times} に通知`,
    next: (when: string) => `未読の人には ${when} にもう一度通知します。`,
    states: {
      quiet: 'おやすみ時間のため鳴らしていません',
      no_device: '通知が届く端末なし',
      failed: '通知を届けられませんでした',
      gave_up: '通知を届けられませんでした',
      waiting: '通知を送っています',
    } satisfies Record<Exclude<RingState, 'rung'>, string>,
  },
} as const
