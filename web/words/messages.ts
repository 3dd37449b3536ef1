import type { ReactionCode } from '../../protocol/entry.ts'

/** What is read among the messages of a room. */
export const messageWords = {
  room: {
    log: (name: string) => `${name}のメッセージ`,
    start: 'ここからはじまります',
    startSinceJoining: 'あなたが参加したところからはじまります',
    unreadLine: 'ここから未読',
    older: '前のメッセージを読み込んでいます…',
    newer: '続きを読み込んでいます…',
    toNewest: '最新へ',
    newCount: (n: number) => `新着${n}件`,
    arrived: (name: string, text: string) => `${name}さん：${text}`,
    jumpFailed: 'そのメッセージは表示できません。',
  },
  message: {
    waiting: '送信待ち',
    sent: '送信済',
    urgent: '【緊急】',
    read: (n: number) => `既読 ${n}`,
    readOpen: (n: number) => `既読 ${n}。だれが読んだかを見る`,
    corrected: '訂正済',
    actedAt: (when: string) => `発生 ${when}`,
    menu: 'メッセージの操作',
    changing: '送信中…',
    heldFor: (seconds: number) => `${seconds}秒後に送信`,
    takeBack: '取り消し',
    sendNow: '今すぐ送る',
  },
  notes: {
    joined: (names: string) => `${names}が参加しました`,
    left: (names: string) => `${names}が退出しました`,
    several: (first: string, rest: number) => `${first}さんほか${rest}人`,
    person: (name: string) => `${name}さん`,
    renamed: (name: string) => `ルーム名が「${name}」に変わりました`,
    corrected: (name: string) => `${name}さんがメッセージを訂正しました`,
    showCorrected: '訂正を見る',
  },
  quote: {
    jump: '元のメッセージへ移動',
  },
  reactions: {
    open: (what: string, n: number) => `${what} ${n}人。だれが押したかを見る`,
    names: { roger: '了解', checked: '確認', can_go: '出動可', cannot_go: '出動不可' } satisfies Record<
      ReactionCode,
      string
    >,
  },
  pins: {
    bar: 'ピン留め',
    count: (n: number) => `ピン留め ${n}件`,
  },
} as const
