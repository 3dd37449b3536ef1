import type { SettingValue } from '../store/settings/organization-settings.ts'
import { storageWords } from '../store/settings/storage-words.ts'

/** What is read on the page of an organization's settings. */
export const organizationWords = {
  title: '組織の設定と容量',
  back: '戻る',
  loading: '読み込んでいます…',
  again: 'もう一度',
  storage: {
    title: '写真とファイルの容量',
    used: (bytes: number, quota: number) => `${storageWords(quota)}のうち ${storageWords(bytes)}を使っています`,
    percent: (n: number) => `${n}%`,
    state: {
      well: '',
      near: '残りが少なくなっています。',
      full: 'いっぱいです。新しい写真やファイルを送れません。',
    },
    rooms: '多く使っているルーム',
    none: '写真やファイルは、まだありません。',
    all: 'すべてのルームを見る',
    others: (n: number) => `入っていないルーム（${n}件）の合計`,
    othersHint: '入っていないルームの名前は、管理者にも表示されません。',
    late: 'ルームからの報告をもとにした量です。少し遅れて変わることがあります。',
  },
  full: {
    title: 'いっぱいになったら',
    steps: [
      '下の「全体の容量」を増やすと、すぐにまた送れるようになります。',
      '送れなかったメッセージは、写真もいっしょに送った人の端末に残っています。容量を増やしたことを伝え、「再送」を押してもらってください。',
      '文章は、いっぱいのときも送れます。',
    ],
  },
  quota: {
    title: '全体の容量',
    explain: 'すべてのルームの写真とファイルを合わせて、これより多くは保存しません。',
    label: '容量（GB）',
    submit: '容量を変える',
    bad: '1から1,000,000までの整数で入力してください。',
    less: (bytes: number) =>
      `いま使っている量（${storageWords(bytes)}）より小さいと、新しい写真やファイルは送れません。すでにあるものは消えません。`,
  },
  said: {
    saving: '保存しています…',
    saved: '保存しました。',
    failed: (why: string) => `変えられませんでした。${why}`,
    elsewhere: (was: string) => `ほかの管理者が変えました（前は「${was}」）。`,
    before: (theirs: string) => `ほかの管理者が先に「${theirs}」に変えていました。いまは、あなたの変更になっています。`,
  },
  settings: 'この組織のきまり',
  choices: {
    urgentBy: {
      title: '緊急のメッセージを書ける人',
      explain: '緊急のメッセージは、おやすみ時間でも電話を鳴らします。',
      values: [
        ['nobody', 'だれも書かない'],
        ['moderators', 'ルームの管理をしている人'],
        ['everyone', '全員'],
      ],
    },
    ringsShow: {
      title: '通知に出すもの',
      explain: 'ロック中の画面に、何を出すかです。',
      values: [
        ['room', 'ルームの名前だけ'],
        ['text', '書いた人と文章も'],
      ],
    },
    sendsAtOnce: {
      title: '大勢へ送るときの待ち時間',
      explain: '30人を超えるルームでは、送る前に5秒だけ取り消せます。訓練などで急ぐときは、なくせます。',
      values: [
        [false, '5秒待つ'],
        [true, 'すぐに送る'],
      ],
    },
    leavesNothing: {
      title: '端末に残すもの',
      explain: '残さないと、圏外では前のメッセージを読めません。書きかけと送信待ちだけは残ります。',
      values: [
        [false, 'メッセージを残す'],
        [true, '何も残さない'],
      ],
    },
  },
} as const

/** A value of a setting, as its choice is named. */
export function valueWords(name: keyof typeof organizationWords.choices | 'storageBytes', value: SettingValue): string {
  if (name === 'storageBytes') return storageWords(Number(value))
  const found = organizationWords.choices[name].values.find(([one]) => one === value)
  return found?.[1] ?? ''
}
