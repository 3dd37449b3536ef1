/** What the talk says of a note. */
export const noteEntryWords = {
  published: (name: string) => `${name}さんがノートを公開しました`,
  changed: (name: string) => `${name}さんがノートを変更しました`,
  archived: (name: string) => `${name}さんがノートをしまいました`,
  /** Put away on its day, by nobody. */
  archivedByItself: '期日を過ぎたノートをしまいました',
  newer: 'このあと変更されています',
  read: '読む',
  readTitle: (title: string) => `ノート「${title}」を読む`,
} as const
