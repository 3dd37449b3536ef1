import { limits } from '../../protocol/limits.ts'
import { sizeWords } from '../store/photos/file-size.ts'
import type { TrayProblem } from '../store/photos/tray-rules.ts'

/** What is read where photos and files are chosen, before they are sent. */
export const trayWords = {
  camera: 'カメラ',
  photo: '写真',
  file: 'ファイル',
  label: '送る写真とファイル',
  remove: (name: string) => `${name}を外す`,
  preparing: '準備中',
  /** How many and how much. */
  sum: (photos: number, files: number, bytes: number) =>
    [photos > 0 ? `写真${photos}枚` : '', files > 0 ? `ファイル${files}件` : '', `合計 ${sizeWords(bytes)}`]
      .filter((part) => part !== '')
      .join('・'),
  asItIs: 'この端末で開けない写真は、そのまま送ります。撮影場所などの記録が残っていることがあります。',
  refused: (name: string, why: TrayProblem) => `${name}：${refusals[why]}`,
  place: '撮影場所を付ける',
  originals: '元の写真も、Wi-Fiのときに送る',
  originalsHint: (size: string) => `合計 ${size}。撮影した場所や日時の記録も、入ったまま送ります。`,
  placeFromPhoto: '写真に記録された場所を付けます。',
  placeFromPhone: (accuracy: string) => `場所の記録がない写真には、現在地（${accuracy}）を付けます。`,
  locating: '現在地を調べています…',
  noPlace: '場所の記録がない写真は、場所なしで送ります。',
  wished: '準備ができたら送ります…',
  waitsForPlace: '現在地が分かったら送ります…',
  withoutPlace: '場所なしで送る',
} as const

const refusals: Record<TrayProblem, string> = {
  'too-many': `一度に送れるのは${limits.maxFiles}個までです。`,
  'too-large': `大きすぎます。ファイルは${limits.maxFileBytes / 1024 / 1024}MBまでです。`,
  'too-much': `一度に送れるのは合計${limits.maxCarriedBytes / 1024 / 1024}MBまでです。`,
  empty: '中身がありません。',
  unreadable: '読み取れませんでした。もう一度選んでください。フォルダーのままでは送れません。',
}
