import { limits } from '../../../protocol/limits.ts'

/** How a picture is encoded as JPEG: its long edge in pixels, and from 0 to 1 how much of it is kept. */
export type Encoding = { edge: number; quality: number }

/** What came of it, in bytes. */
export type Encoded = Encoding & { size: number }

/** What a picture is to become at most. */
export type Aim = { edge: number; bytes: number }

export const photoAim: Aim = { edge: limits.photoEdgePixels, bytes: limits.maxShrunkBytes }
export const thumbAim: Aim = { edge: limits.thumbEdgePixels, bytes: limits.maxThumbBytes }

const qualities = [0.8, 0.7, 0.6, 0.5, 0.4, 0.3] as const
/** Where even the least quality is too large, as with a picture of noise, there are fewer pixels. */
const fewer = 0.75
const leastEdge = 64
/** Each step down makes it about so much smaller: whoever is far off leaves out steps, and need not encode for nothing. */
const perStep = 0.82

/** The size of a picture whose long edge is `edge` at most; a small one stays as it is. In whole pixels, at least one. */
export function fitWithin(edge: number, width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** What to try next, after what was tried last; null when that will do, or cannot be made smaller. */
export function nextEncoding({ edge, bytes }: Aim, last: Encoded | null): Encoding | null {
  if (last === null) return { edge, quality: qualities[0] }
  if (last.size <= bytes) return null
  const steps = Math.max(1, Math.floor(Math.log(bytes / last.size) / Math.log(perStep)))
  const at = qualities.findIndex((quality) => quality <= last.quality)
  if (at < qualities.length - 1)
    return { edge: last.edge, quality: qualities[Math.min(at + steps, qualities.length - 1)] as number }
  const smaller = Math.round(last.edge * fewer)
  return smaller < leastEdge ? null : { edge: smaller, quality: qualities[2] }
}
