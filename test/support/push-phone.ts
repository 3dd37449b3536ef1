import type { PushDevice } from './push-device.ts'
import type { Push, PushData, PushPayload } from './push-receiver.ts'

/** Where a notification stands: which entry of its room, and which time it was rung for. */
export type Mark = { seq: number; round: number }

/** Whether what came is news beside what was last shown under its tag; what is none is shown without a sound. */
export type IsNews = (came: Mark, shown: Mark | undefined) => boolean

export const isNewer: IsNews = (came, shown) =>
  shown === undefined || came.seq > shown.seq || (came.seq === shown.seq && came.round > shown.round)

/** What a browser with our service worker makes of the pushes to one device: the notifications that stand, and how often it rang. */
export class PushPhone {
  /** What stands in the notification list, by tag. */
  readonly notifications = new Map<string, PushPayload['notification']>()
  /** Each time that it made a sound, oldest first. */
  readonly rings: { at: number; tag: string; data: PushData }[] = []
  /** How often a notification was shown without one. */
  silent = 0
  readonly #isNews: IsNews
  readonly #shown = new Map<string, Mark>()

  constructor(isNews: IsNews = isNewer) {
    this.#isNews = isNews
  }

  /** A phone on which all of a device's pushes have arrived, in the order in which its push service took them. */
  static of(device: PushDevice, pushes: readonly Push[], isNews: IsNews = isNewer): PushPhone {
    const phone = new PushPhone(isNews)
    for (const push of pushes) if (push.device === device && push.isTaken) phone.take(push)
    return phone
  }

  take({ at, payload: { notification } }: Pick<Push, 'at' | 'payload'>): void {
    const { tag, data, silent } = notification
    const isNews = data.kind !== 'entry' || this.#isNews(data, this.#shown.get(tag))
    if (isNews) this.notifications.set(tag, notification)
    if (isNews && data.kind === 'entry') this.#shown.set(tag, { seq: data.seq, round: data.round })
    if (isNews && !silent) this.rings.push({ at, tag, data })
    else this.silent += 1
  }

  /** How often it rang for one entry. */
  ringsFor(roomId: string, seq: number): number {
    return this.rings.filter(({ data }) => data.kind === 'entry' && data.roomId === roomId && data.seq === seq).length
  }
}
