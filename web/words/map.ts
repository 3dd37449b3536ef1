/** What is read on the map of a room. */
export const mapWords = {
  map: (room: string) => `${room}の地図`,
  source: '国土地理院',
  zoomIn: '拡大',
  zoomOut: '縮小',
  layers: { std: '標準', pale: '淡色' },
  layer: '地図の色',
  all: '全部を見る',
  own: '現在地',
  ownHere: 'あなたの現在地',
  noTiles: '地図の絵を読み込めません。電波の届くところでもう一度開いてください。一覧はそのまま使えます。',
  noTilesHere: '地図の絵を読み込めません。座標を貼るか、現在地で送れます。',
  loading: '場所を読み込んでいます…',
  failed: '場所を読み込めませんでした。この端末にある分だけを出しています。',
  again: 'もう一度読み込む',
  older: '前の場所も見る',
  list: '地図にあるもの',
  empty: 'まだ場所がありません。メッセージの「場所」から送ると、ここに出ます。',
  count: (n: number) => `${n}件`,
  kinds: { place: '場所', photo: '写真', live: '位置' },
  liveNow: (age: string) => `共有中・${age}`,
  liveLast: (age: string) => `最後の位置・${age}`,
  fixedAt: (age: string) => `${age}の位置`,
  mine: (name: string) => `${name}（自分）`,
  toMessage: 'メッセージへ',
  keep: 'この位置を記録に残す',
  kept: '場所のメッセージとして送りました',
  keptText: '現在地',
  erase: 'この位置を消す',
  eraseFailed: '消せませんでした。電波の届くところでもう一度お試しください。',
  photoBy: (name: string) => `${name}さんの写真`,
  share: {
    title: '今いる場所を共有',
    explain: 'この画面かほかのトークを開いているあいだ、このルームの人の地図に出ます。止めると消えます。',
    short: '15分',
    long: '1時間',
    busy: (room: string) => `「${room}」で共有中です`,
  },
} as const

/** What is read while this device shares where it is. */
export const sharingWords = {
  label: '位置の共有',
  sharing: (room: string) => `「${room}」で位置を共有中`,
  left: (minutes: number) => `あと${minutes}分`,
  lookingFor: '位置を調べています…',
  stop: '停止',
  stopping: '止めました。電波が届きしだい、位置を消します…',
  over: '位置の共有が終わりました。最後の位置は24時間後に消えます。',
  erase: '今すぐ消す',
  close: '閉じる',
  network: '電波が届かず、新しい位置を伝えられません。つながると続けます。',
} as const

/** What is read where a place is chosen on a map. */
export const choosingWords = {
  map: '場所を選ぶ地図。矢印キーで動かせます',
  explain: '地図を動かして、まん中の印を場所に合わせてください。',
  send: '印の場所で送る',
} as const
