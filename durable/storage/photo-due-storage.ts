import type { Seq } from '../../protocol/ids.ts'

/** A message whose photos the directory has to be told of; `n` counts how often something was due. */
export type PhotoDue = { n: number; seq: Seq }

/** What the directory has to be told of a room's photos, written together with its cause. */
export class PhotoDueStorage {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  note(seq: Seq): void {
    this.#sql.exec('INSERT INTO photo_due (seq) VALUES (?)', seq)
  }

  first(count: number): PhotoDue[] {
    return this.#sql.exec<PhotoDue>('SELECT n, seq FROM photo_due ORDER BY n LIMIT ?', count).toArray()
  }

  told(due: readonly PhotoDue[]): void {
    for (const { n } of due) this.#sql.exec('DELETE FROM photo_due WHERE n = ?', n)
  }
}
