/** What is read on the way to the pages of a room. */
export const roomPageWords = {
  menu: 'ノート・写真・地図',
  back: 'ルームへ戻る',
  stock: '写真の保管庫',
  titles: { notes: 'ノート', album: '写真', map: '地図' },
} as const
