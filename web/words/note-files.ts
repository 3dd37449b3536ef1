import { limits } from '../../protocol/limits.ts'
import type { NoteFileProblem } from '../store/notes/note-attaching.ts'
import type { NoteFileState } from '../store/notes/note-carried.ts'

const most = limits.maxFileBytes / 1024 / 1024

/** What is read of the photos and files of a note. */
export const noteFileWords = {
  title: '添付',
  hint: `${limits.maxFiles}個まで、1個${most}MBまで。写真は小さくして付けます。`,
  photo: '写真を付ける',
  file: 'ファイルを付ける',
  preparing: '準備しています…',
  waiting: '添付の準備ができたら保存します…',
  /** Here alone, until the note is saved. */
  here: '保存すると送ります',
  remove: (name: string) => `${name}を外す`,
  removed: (name: string) => `${name}を外しました`,
  added: (name: string) => `${name}を付けました`,
  refused: (name: string, why: NoteFileProblem) => `${name}：${refusals[why]}`,
  unnamed: '添付ファイル',
  tooMany: `添付は${limits.maxFiles}個までです。いくつか外してください。`,
  photoAlt: (name: string) => `写真「${name}」を開く`,
  states: { waiting: '送信待ち', sending: '送信中', sent: '送信済み' } satisfies Record<NoteFileState, string>,
  percent: (percent: number) => `${percent}%`,
  progress: (name: string) => `${name}の送信`,
} as const

const refusals: Record<NoteFileProblem, string> = {
  'too-many': `付けられるのは${limits.maxFiles}個までです。`,
  'too-large': `大きすぎます。ファイルは${most}MBまでです。`,
  'too-much': `一度に付けられるのは合計${limits.maxCarriedBytes / 1024 / 1024}MBまでです。`,
  empty: '中身がありません。',
  unreadable: '読み取れませんでした。もう一度選んでください。',
  'no-room': 'この端末に空きがありません。端末の写真などを整理してから、もう一度選んでください。',
}
