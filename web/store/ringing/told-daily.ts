import type { EpochMs, Id } from '../../../protocol/ids.ts'

/** What was told for an account, and that it need not be told again today. */
export type ToldDaily = { isTold: (what: string) => boolean; keep: (what: string) => void }

const key = 'yagura.ringing-told'
const dayMs = 24 * 3_600_000

export function createToldDaily(
  { localStorage }: Pick<Window, 'localStorage'>,
  accountId: Id,
  now: () => EpochMs,
): ToldDaily {
  return {
    isTold(what) {
      try {
        const kept = JSON.parse(localStorage.getItem(key) ?? 'null')
        return kept?.accountId === accountId && kept.what === what && now() - kept.at < dayMs
      } catch {
        return false
      }
    },
    keep(what) {
      try {
        localStorage.setItem(key, JSON.stringify({ accountId, what, at: now() }))
      } catch {
        // A browser set to keep nothing tells it at every launch.
      }
    },
  }
}
