import type { EpochMs } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'

/** Times of what was let through in the window, oldest first. May be lost with memory: that only lets more through. */
export type RateWindow = EpochMs[]

/** null when one more is let through now (and is noted), else the time to wait in ms. */
export function admitOne(window: RateWindow, most: number, now: EpochMs): number | null {
  while (window.length > 0 && (window[0] as number) <= now - limits.rateWindowMs) window.shift()
  if (window.length < most) {
    window.push(now)
    return null
  }
  return (window[window.length - most] as number) + limits.rateWindowMs - now
}

/** What one member may send in a window: messages, and frames of a socket. */
export type Pace = { maxMessagesPerWindow: number; maxFramesPerWindow: number }

/** The pace of the limits; where a bench raises the messages, the frames that carry them keep their ratio. */
export const paceFor = (maxMessagesPerWindow: number = limits.maxMessagesPerWindow): Pace => ({
  maxMessagesPerWindow,
  maxFramesPerWindow: (limits.maxFramesPerWindow / limits.maxMessagesPerWindow) * maxMessagesPerWindow,
})
