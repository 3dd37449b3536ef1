import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { Platform } from '../../protocol/ringing.ts'
import type { Rung } from './notice.ts'

/** What this device told the town last of how it rings: enough to tell it again without a page. */
export type Told = { accountId: Id; deviceKey: string; endpoint: string; platform: Platform; installed: boolean }

/**
 * What is remembered of ringing by the service worker, which the browser stops at any moment, and by the page. No word of any message.
 * In the Cache API, since both have it and it asks for no schema: one answer for each thing that is remembered.
 */
export type RungMemory = {
  rung: (tag: string) => Promise<readonly Rung[]>
  keepRung: (tag: string, rung: readonly Rung[]) => Promise<void>
  /** When a notification was last shown here. */
  shownAt: () => Promise<EpochMs | null>
  keepShownAt: (at: EpochMs) => Promise<void>
  told: () => Promise<Told | null>
  keepTold: (told: Told) => Promise<void>
  /** With the account that was rung for. */
  forget: () => Promise<void>
}

const cacheName = 'yagura-rung'

export function createRungMemory(storage: CacheStorage | undefined): RungMemory {
  /** A browser set to keep nothing, or a full disk, is no reason not to ring. */
  async function attempt<T>(work: (caches: CacheStorage) => Promise<T>): Promise<T | null> {
    try {
      return storage ? await work(storage) : null
    } catch {
      return null
    }
  }
  const read = <T>(name: string) =>
    attempt(async (caches) => {
      if (!(await caches.has(cacheName))) return null
      const kept = await (await caches.open(cacheName)).match(`/rung/${name}`)
      return kept ? ((await kept.json()) as T) : null
    })
  const keep = async (name: string, value: unknown) => {
    await attempt(async (caches) => (await caches.open(cacheName)).put(`/rung/${name}`, Response.json(value)))
  }
  const nameOf = (tag: string) => `of/${encodeURIComponent(tag)}`
  return {
    rung: async (tag) => (await read<Rung[]>(nameOf(tag))) ?? [],
    keepRung: (tag, rung) => keep(nameOf(tag), rung),
    shownAt: () => read<EpochMs>('shown-at'),
    keepShownAt: (at) => keep('shown-at', at),
    told: () => read<Told>('told'),
    keepTold: (told) => keep('told', told),
    async forget() {
      await attempt((caches) => caches.delete(cacheName))
    },
  }
}
