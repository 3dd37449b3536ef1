import { createSignal } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { Spare } from '../../offline/spare-shelf.ts'

/** What lies on this device besides what waits, for whoever shows it; and how far the original has come that is on its way. */
const [spares, setSpares] = createSignal<readonly Spare[]>([])
const [underWay, setUnderWay] = createSignal<{ id: ClientId; sent: number } | null>(null)
/** Why the server did not want an original, by photo. */
const [failures, setFailures] = createSignal<ReadonlyMap<ClientId, RefusalCode>>(new Map())

export const spareBoard = {
  spares,
  underWay,
  failure: (photo: ClientId): RefusalCode | undefined => failures().get(photo),
  show: (held: readonly Spare[]): void => void setSpares(held),
  fail: (photo: ClientId, code: RefusalCode | null): void =>
    void setFailures((before) => {
      const others = [...before].filter(([other]) => other !== photo)
      return new Map(code === null ? others : [...others, [photo, code]])
    }),
  stands: (at: { id: ClientId; sent: number } | null): void => void setUnderWay(at),

  /** The original of a photo. */
  originalOf: (photo: ClientId) => originals().find((one) => one.photo === photo),
  /** The original that lies here under its own id. */
  original: (id: ClientId | undefined) => originals().find((one) => one.id === id),
  isHushed: (roomId: string, seq: number, rev: number): boolean =>
    spares().some(
      (one) => one.what === 'hushed' && one.roomId === roomId && one.id === hushedId(seq) && one.rev >= rev,
    ),
}

const originals = () => spares().flatMap((one) => (one.what === 'original' ? [one] : []))

/** Under which id the silence about a message lies. */
export const hushedId = (seq: number): ClientId => `hushed-${seq}`
