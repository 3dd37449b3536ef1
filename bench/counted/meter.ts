import type { Count } from '../count.ts'

/** Reads the runtime's own counters of every statement. Setting an alarm is billed as a row written and is in no counter, so it is added by hand. */
export class Meter {
  /** Statements whose rows are read after they were executed. */
  #cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
  #alarms = 0
  #calls = 0

  /** Puts a meter on an object's storage, before the object uses it. */
  static on(ctx: DurableObjectState): Meter {
    const meter = new Meter()
    const { sql } = ctx.storage
    const exec = sql.exec.bind(sql)
    sql.exec = ((...statement: Parameters<typeof exec>) => {
      const cursor = exec(...statement)
      meter.#cursors.push(cursor)
      return cursor
    }) as typeof sql.exec
    const setAlarm = ctx.storage.setAlarm.bind(ctx.storage)
    ctx.storage.setAlarm = (...when) => {
      meter.#alarms += 1
      return setAlarm(...when)
    }
    return meter
  }

  noteCall(): void {
    this.#calls += 1
  }

  take(): Count {
    const count = { rowsWritten: this.#alarms, rowsRead: 0, calls: this.#calls }
    for (const { rowsWritten, rowsRead } of this.#cursors) {
      count.rowsWritten += rowsWritten
      count.rowsRead += rowsRead
    }
    this.#cursors = []
    this.#alarms = 0
    this.#calls = 0
    return count
  }
}
