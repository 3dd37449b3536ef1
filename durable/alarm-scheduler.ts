/**
 * The object's one alarm as the earliest of what is due. Setting it is billed as a row, so it is set only when that becomes earlier.
 * It is set in the same turn as the write that needs it, hence in one commit with it. An alarm that fires with nothing due is harmless:
 * who is woken looks at everything, and arranges the next one.
 */
export class AlarmScheduler {
  readonly #storage: DurableObjectStorage
  #at: number | null = null

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** Makes sure that the alarm fires at `at` or before. */
  ensure(at: number): void {
    if (this.#at !== null && this.#at <= at) return
    this.#at = at
    void this.#storage.setAlarm(at)
  }

  /** The alarm has fired: there is none until the next `ensure`. */
  fired(): void {
    this.#at = null
  }
}
