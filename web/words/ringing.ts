import type { Light } from '../../core/ringing/outlook.ts'
import type { Outlook, Platform } from '../../protocol/ringing.ts'
import type { Came } from '../store/ringing/ringing.ts'
import type { Verdict } from '../store/ringing/ringing-outlook.ts'

/** What is read about whether a device rings. Nothing is promised that a phone does not keep. */
export const ringingWords = {
  title: '通知',
  verdicts: {
    rings: 'この端末は鳴ります。',
    unsure: '鳴るかどうか、まだ確かめていません。',
    silent: 'この端末は鳴りません。',
  } satisfies Record<Verdict, string>,
  notReady: 'この町では、通知の準備がまだできていません。',
  notReadyHint: '準備ができるまでは、アプリを開いて確認してください。',
  lights: { permission: '許可', subscription: '登録', shown: '表示の確認' },
  enable: '通知を受け取る',
  subscribe: '登録し直す',
  test: '今すぐ確認',
  toInstall: 'ホーム画面に追加する方法',
  testing: '通知を送っています。そのままお待ちください…',
  came: {
    shown: '通知が届きました。この端末は鳴ります。',
    not_shown: '通知を送りましたが、20秒たっても表示されません。届いたときは、この画面の表示が変わります。',
    gone: '登録が切れていました。「登録し直す」を押してください。',
    refused: '通知のサービスに断られました。「登録し直す」を押してください。',
    later: '通知のサービスにつながりませんでした。少し待ってから、もう一度お試しください。',
    not_subscribed: '登録できませんでした。アプリを開き直して、もう一度お試しください。',
  } satisfies Record<Came, string>,
  quiet: {
    title: 'おやすみ時間',
    explain: 'この時間は鳴らしません。緊急のメッセージだけは鳴らします。',
    use: 'おやすみ時間を使う',
    from: 'はじまり',
    to: 'おわり',
    saved: '保存しました。',
    same: '同じ時刻にすると、おやすみ時間はありません。',
  },
  honest: {
    title: 'ご注意',
    text: '端末がマナーモードや消音のときは鳴りません。緊急のメッセージでも同じです。夜間に確実に起こす手段は、電話など別に用意してください。',
  },
  others: {
    title: 'ほかの端末',
    shown: (when: string) => `最後の表示：${when}`,
    neverShown: 'まだ何も表示していません',
  },
} as const

/** How another device of one's own stands, in a few words. */
export const outlookWords: Record<Outlook, string> = {
  rings: '鳴ります',
  untried: 'まだ確かめていません',
  late: '最後の通知の表示を待っています',
  not_shown: '通知が表示されていません',
  ended: '登録が切れています',
  refused: '通知を送れません',
  unsubscribed: '登録がありません',
  denied: '通知が許可されていません',
  unasked: '通知をまだ許可していません',
  not_installed: 'ホーム画面に追加していません',
  unsupported: '通知に対応していません',
  no_device: 'まだ確認していません',
}

export type LightName = 'permission' | 'subscription' | 'shown'

/** A light in a word or two; `at` is when something was last shown. */
export function lightWords(name: LightName, light: Light, outlook: Outlook, at: string | null): string {
  if (light === 'off') return '前の項目が済んでから確かめます'
  if (light !== 'green') return troubleWords[outlook]
  if (name === 'permission') return '許可されています'
  if (name === 'subscription') return '登録されています'
  return at === null ? '表示されました' : `${at} に表示しました`
}

const troubleWords: Record<Outlook, string> = {
  ...outlookWords,
  untried: 'まだ何も表示していません',
  late: '最後の通知がまだ表示されていません',
}

/** What mends it, in a sentence or two, for this device; rings: nothing. */
export function mendingWords(outlook: Outlook, platform: Platform, installed: boolean): string {
  switch (outlook) {
    case 'rings':
      return ''
    case 'untried':
      return '「今すぐ確認」を押すと、この端末に通知がひとつ届きます。'
    case 'late':
    case 'not_shown':
      return `「今すぐ確認」を押してください。届かないときは、${notShown[platform]}`
    case 'ended':
    case 'refused':
    case 'unsubscribed':
      return '「登録し直す」を押してください。'
    case 'denied':
      return installed ? deniedInApp[platform] : deniedInBrowser[platform]
    case 'unasked':
    case 'no_device':
      return '「通知を受け取る」を押し、次の画面で「許可」を選んでください。'
    case 'not_installed':
      return 'iPhone と iPad では、ホーム画面に追加したやぐらだけが鳴ります。追加したあと、ホーム画面のやぐらから開いてください。'
    case 'unsupported':
      return platform === 'ios'
        ? '「設定」→「一般」→「ソフトウェアアップデート」で、iOS を新しくしてください（16.4以降）。'
        : 'このブラウザーでは受け取れません。Chrome、Edge、Safari の新しいもので開いてください。'
  }
}

const besideTheAddress =
  'アドレスの左にあるマークを押し、「通知」を「許可」に変えてから、ページを読み込み直してください。'
const iphoneSettings = 'iPhone の「設定」→「通知」→「やぐら」で、「通知を許可」をオンにしてください。'

const deniedInBrowser: Record<Platform, string> = {
  android: besideTheAddress.replace('「通知」', '「権限」→「通知」'),
  ios: iphoneSettings,
  mac: 'Safari では「設定」→「Webサイト」→「通知」で許可してください。ほかのブラウザーでは、アドレスの左にあるマークから「通知」を「許可」に変えてください。',
  windows: besideTheAddress,
  linux: besideTheAddress,
  other: besideTheAddress,
}

const deniedInApp: Record<Platform, string> = {
  ...deniedInBrowser,
  android: 'やぐらのアイコンを長押しし、「アプリ情報」→「通知」をオンにしてください。',
  mac: '「システム設定」→「通知」→「やぐら」で、「通知を許可」をオンにしてください。',
  windows: '「設定」→「システム」→「通知」で、やぐらの通知をオンにしてください。',
}

const notShown: Record<Platform, string> = {
  android: '端末の「設定」→「アプリ」でやぐら（またはブラウザー）を選び、「バッテリー」を「制限なし」にしてください。',
  ios: '「設定」→「通知」→「やぐら」で、ロック画面とバナーの表示をオンにし、集中モードも確認してください。',
  mac: '「システム設定」→「通知」で、ブラウザーの通知と集中モードを確認してください。',
  windows: '「設定」→「システム」→「通知」で、ブラウザーの通知と「応答不可」を確認してください。',
  linux: 'ブラウザーとパソコンの通知の設定を確認してください。',
  other: 'ブラウザーと端末の通知の設定を確認してください。',
}
