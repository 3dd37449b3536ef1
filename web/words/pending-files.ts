/** What is read on a message whose photos and files are on their way. */
export const pendingFileWords = {
  list: '送る写真とファイル',
  /** For a picture that nobody has named. */
  photo: (n: number) => `写真${n}`,
  progress: (name: string) => `${name}の送信`,
  percent: (percent: number) => `${percent}%`,
  cancel: (name: string) => `${name}を送らない`,
} as const
