import type { CarriedFile } from '../../protocol/file.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import type { Consent, LeftOut, ZipKind } from '../../protocol/stock.ts'
import { japanMinute } from '../photo-name.ts'
import { csvRow } from './csv.ts'

/** A photo as the list in a zip tells of it. */
export type ListedPhoto = {
  roomName: string
  byName: string
  unitName: string
  storedAt: EpochMs
  file: CarriedFile
  consent: Consent
  people: string
  credit: string
  event: string
  words: string
}

const sources = { exif: '写真の記録', phone: '送った端末' } as const
const consents: Record<Consent, string> = { ask: '要確認', ok: '広報可', no: '不可' }
const reasons: Record<LeftOut, string> = {
  consent: '広報可になっていないため入れていません',
  no_copy: '公開用の写しを作れないため入れていません',
  gone: '保管場所から読み出せなかったため入れていません',
  not_allowed: '見る権限がないため入れていません',
}
const head = ['ファイル名', '撮影日時', '撮影日時の根拠']
const placeHead = ['緯度', '経度', '位置の根拠']
const rest = [
  '送信日時',
  'ルーム',
  '送った人',
  '分団',
  'クレジット',
  '行事',
  '写っている人',
  'ことば',
  '公開',
  'SHA-256',
  '備考',
]

/** The byte order mark makes a spreadsheet read it as UTF-8. */
export const listHead = (kind: ZipKind): string =>
  `\ufeff${csvRow([...head, ...(kind === 'evidence' ? placeHead : []), ...rest])}`

/** A line of the list. Where a photo was taken stands in no list that goes with public copies, and a hash there would be of other bytes. */
export function listLine(kind: ZipKind, name: string, photo: ListedPhoto, leftOut: LeftOut | null): string {
  const { taken, place, sha256 } = photo.file
  const where = place ? [place.lat.toFixed(6), place.lon.toFixed(6), sources[place.from]] : ['', '', '']
  return csvRow([
    leftOut === null ? name : '',
    ...(taken ? [japanMinute(taken.at), sources[taken.from]] : ['', '']),
    ...(kind === 'evidence' ? where : []),
    japanMinute(photo.storedAt),
    ...[photo.roomName, photo.byName, photo.unitName, photo.credit, photo.event, photo.people, photo.words],
    consents[photo.consent],
    kind === 'evidence' ? sha256 : '',
    leftOut === null ? '' : `${reasons[leftOut]}（${photo.file.name}）`,
  ])
}
