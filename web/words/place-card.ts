/** What is read on a message with a place. */
export const placeCardWords = {
  label: '場所',
  fixedAt: (when: string) => `${when} の位置`,
  copy: 'コピー',
  copied: 'コピーしました',
  copyFailed: 'コピーできませんでした',
  ownMap: '地図で見る',
  map: '地理院地図',
  phoneMap: '地図アプリ',
} as const
