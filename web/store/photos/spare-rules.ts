import { isPhotoType, mediaType, sniffedBytes } from '../../../core/media-type.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Original, Spare } from '../../offline/spare-shelf.ts'

const dayMs = 86_400_000

/** How long what was sent stays on its device, and how much of it, in bytes. */
export const keptSpares: Record<Spare['what'], { ms: number; bytes: number }> = {
  original: { ms: 14 * dayMs, bytes: 300 * 1024 * 1024 },
  sent: { ms: 2 * dayMs, bytes: 100 * 1024 * 1024 },
  hushed: { ms: 180 * dayMs, bytes: 0 },
}
/** What was chosen and not sent stays as long as an original. */
export const keptChoiceMs = keptSpares.original.ms

/** Of the room that a browser has left, spares take no more than this. */
const shareOfRoom = 0.25

/** How many bytes of originals may lie here, where the browser says what it has; it says nothing in some. */
export function roomForOriginals(
  held: number,
  { quota, usage }: { quota?: number | undefined; usage?: number | undefined },
): number {
  const most = keptSpares.original.bytes
  if (quota === undefined || usage === undefined) return most
  return Math.max(0, Math.min(most, (quota - usage + held) * shareOfRoom))
}

/** What goes: what is too old, and of the rest the oldest until each kind fits. */
export function dropped<S extends Pick<Spare, 'what' | 'at' | 'size'>>(
  spares: readonly S[],
  now: EpochMs,
  originals = keptSpares.original.bytes,
): S[] {
  const sums = { original: 0, sent: 0, hushed: 0 }
  const newestFirst = [...spares].sort((a, b) => b.at - a.at)
  return newestFirst.filter(({ what, at, size }) => {
    const { ms, bytes } = keptSpares[what]
    if (now - at >= ms) return true
    sums[what] += size
    return sums[what] > (what === 'original' ? Math.min(bytes, originals) : bytes)
  })
}

/** Whether what was chosen says more than what is sent of it, and may be sent later. */
export async function isWorthKeeping(chosen: Blob, sent: number): Promise<boolean> {
  if (chosen.size <= sent || chosen.size > limits.maxFileBytes) return false
  const head = new Uint8Array(await chosen.slice(0, sniffedBytes).arrayBuffer())
  return isPhotoType(mediaType(head, head, chosen.size))
}

/** What is known of the way to the server. A browser that does not tell says `unknown`. */
export type Line = 'wifi' | 'mobile' | 'unknown'

type Browser = { connection?: { type?: string } | undefined }

/** By the browser's word. `none` passes, and says nothing about what comes after it. */
export function lineOf({ connection }: Browser): Line {
  const type = connection?.type
  if (type === 'wifi' || type === 'ethernet') return 'wifi'
  return type === 'cellular' || type === 'wimax' || type === 'bluetooth' ? 'mobile' : 'unknown'
}

/** Whether an original may leave now by itself; `ask`: only its author can say whether this line is the one that was meant. */
export function mayLeave({ photo, wish }: Original, line: Line, isPhone: boolean): boolean | 'ask' {
  if (photo === undefined || wish === undefined) return false
  if (wish === 'now' || line === 'wifi') return true
  if (line === 'mobile') return false
  return isPhone ? 'ask' : true
}
