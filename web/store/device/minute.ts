import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'

const minuteMs = 60_000

/** The time, for labels such as 「今日」: new every minute while somebody looks, and when the page comes back. */
export function createMinute(now: () => EpochMs): Accessor<EpochMs> {
  const [minute, setMinute] = createSignal(now())
  const update = () => {
    if (document.visibilityState === 'visible') setMinute(now())
  }
  const timer = setInterval(update, minuteMs)
  document.addEventListener('visibilitychange', update)
  onCleanup(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', update)
  })
  return minute
}
