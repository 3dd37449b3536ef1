import type { GeoPlace } from '../../protocol/geo-place.ts'
import type { Platform } from '../../protocol/ringing.ts'
import type { LocatingProblem } from '../store/map/locating.ts'

/** What is read where a place is sent. */
export const placeWords = {
  title: '場所を送る',
  word: 'ひとこと（なくても送れます）',
  /** The text of a place that came without one. */
  noWord: { gps: '現在地', typed: '場所', map: '場所' } satisfies Record<GeoPlace['source'], string>,
  here: {
    title: '現在地',
    start: '現在地を送る',
    explain: '送るまで、位置はだれにも伝わりません。',
    looking: '位置を調べています…',
    asked: '位置情報を使ってよいか聞かれたら、「許可」を選んでください。',
    better: 'そのまま待つと、誤差が小さくなることがあります。',
    send: 'この位置で送る',
    again: 'もう一度調べる',
  },
  onMap: { title: '地図の場所', open: '地図で選ぶ' },
  typed: {
    title: '座標やリンク',
    label: '座標や地図のリンクを貼る',
    hint: '例：36.12345, 140.12345',
    send: 'この場所で送る',
    none: '座標が見つかりません。「36.12345, 140.12345」のような数字か、座標の入った地図のリンクを貼ってください。',
    shortLink:
      '短いリンクには座標が入っていません。リンクを開き、地図を長押しすると出る数字（36.12345, 140.12345 など）を貼ってください。',
  },
  offline: 'いまはオフラインです。送ると端末に残り、つながったときに、この位置のまま届きます。',
} as const

/** What is missing, in a line. */
export const locatingTitle: Record<LocatingProblem, string> = {
  denied: '位置情報が許可されていません。',
  unavailable: '端末の位置情報が切れているか、電波を受けられません。',
  timeout: '時間内に位置が分かりませんでした。',
  insecure: 'このページでは位置情報を使えません。',
  unsupported: 'このブラウザーは位置情報に対応していません。',
}

/** What mends it, on this device. */
export function locatingMending(problem: LocatingProblem, platform: Platform, isOffline: boolean): string {
  const waiting = isOffline ? offlineWaiting : ''
  switch (problem) {
    case 'denied':
      return denied[platform]
    case 'unavailable':
      return switchedOff[platform] + waiting
    case 'timeout':
      return `空の見える所に出て、もう一度調べてください。${waiting}`
    case 'insecure':
      return '「https://」で始まるアドレスで開き直してください。'
    case 'unsupported':
      return 'Chrome、Edge、Safari の新しいもので開いてください。'
  }
}

export const instead = '座標や地図のリンクを、下の欄に貼って送ることもできます。'

const offlineWaiting = 'オフラインのときは衛星だけで調べるので、数分かかることがあります。'

const besideTheAddress = 'アドレスの左にあるマークを押し、「位置情報」を「許可」に変えてから、もう一度調べてください。'

const denied: Record<Platform, string> = {
  ios: '「設定」→「プライバシーとセキュリティ」→「位置情報サービス」をオンにし、その下の「SafariのWebサイト」で「このAppの使用中」を選んでから、もう一度調べてください。',
  android: `${besideTheAddress.replace('「位置情報」', '「権限」→「位置情報」')}ホーム画面のやぐらでは、アイコンを長押しし、「アプリ情報」→「権限」→「位置情報」で許可してください。`,
  mac: `「システム設定」→「プライバシーとセキュリティ」→「位置情報サービス」で、ブラウザーをオンにしてください。Safari では「設定」→「Webサイト」→「位置情報」でも許可が要ります。`,
  windows: `${besideTheAddress}Windows の「設定」→「プライバシーとセキュリティ」→「位置情報」もオンにしてください。`,
  linux: besideTheAddress,
  other: besideTheAddress,
}

const switchedOff: Record<Platform, string> = {
  ios: '「設定」→「プライバシーとセキュリティ」→「位置情報サービス」がオンか確かめ、空の見える所で、もう一度調べてください。',
  android:
    '画面の上から下へなぞって「位置情報」をオンにし、空の見える所で、もう一度調べてください。機内モードもご確認ください。',
  mac: '「システム設定」→「プライバシーとセキュリティ」→「位置情報サービス」がオンか、Wi-Fi がオンか確かめてください。',
  windows: 'Windows の「設定」→「プライバシーとセキュリティ」→「位置情報」がオンか、Wi-Fi がオンか確かめてください。',
  linux: 'この端末には、位置を調べる機能がないかもしれません。',
  other: '端末の位置情報がオンか確かめ、空の見える所で、もう一度調べてください。',
}
