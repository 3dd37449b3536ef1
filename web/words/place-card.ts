/** What is read on a message with a place. */
export const placeCardWords = {
  label: '場所',
  fixedAt: (when: string) => `${when} の位置`,
  copy: 'コピー',
  copied: 'コピーしました',
  copyFailed: 'コピーできませんでした',
  map: '地図で開く',
  phoneMap: '地図アプリ',
} as const
