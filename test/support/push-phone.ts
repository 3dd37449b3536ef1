import type { PushDevice } from './push-device.ts'
import type { Push, PushData, PushPayload } from './push-receiver.ts'

type Entry = Extract<PushData, { kind: 'entry' }>

/** An entry that rang, and for the how manieth time. */
export type Mark = Pick<Entry, 'seq' | 'round'>

/** Whether a push says nothing new beside what has rung under its tag; it is shown without a sound then. */
export type IsRepeated = (entry: Entry, rung: readonly Mark[]) => boolean

/** A message that is not newer than one that rang; 緊急, that in this round. */
export const isRepeated: IsRepeated = ({ seq, round, urgent }, rung) =>
  rung.some((one) => (urgent ? one.seq === seq && one.round >= round : one.seq >= seq))

/** What a browser with our service worker makes of the pushes to one device: the notifications that stand, and how often it rang. */
export class PushPhone {
  /** What stands in the notification list, by tag. */
  readonly notifications = new Map<string, PushPayload['notification']>()
  /** Each time that it made a sound, oldest first. */
  readonly rings: { at: number; tag: string; data: PushData }[] = []
  /** How often a notification was shown without one. */
  silent = 0
  readonly #isRepeated: IsRepeated
  readonly #rung = new Map<string, Mark[]>()

  constructor(decide: IsRepeated = isRepeated) {
    this.#isRepeated = decide
  }

  /** A phone on which all of a device's pushes have arrived, in the order in which its push service took them. */
  static of(device: PushDevice, pushes: readonly Push[], decide: IsRepeated = isRepeated): PushPhone {
    const phone = new PushPhone(decide)
    for (const push of pushes) if (push.device === device && push.isTaken) phone.take(push)
    return phone
  }

  take({ at, payload: { notification } }: Pick<Push, 'at' | 'payload'>): void {
    const { tag, data, silent } = notification
    const rung = this.#rung.get(tag) ?? []
    const isNews = data.kind !== 'entry' || !this.#isRepeated(data, rung)
    if (isNews) this.notifications.set(tag, notification)
    if (isNews && data.kind === 'entry') this.#rung.set(tag, [...rung, { seq: data.seq, round: data.round }])
    if (isNews && !silent) this.rings.push({ at, tag, data })
    else this.silent += 1
  }

  /** How often it rang for one entry. */
  ringsFor(roomId: string, seq: number): number {
    return this.rings.filter(({ data }) => data.kind === 'entry' && data.roomId === roomId && data.seq === seq).length
  }
}
