import type { EpochMs } from '../../protocol/ids.ts'

/**
 * What the service worker says to a page: a notification was shown; with a port for the answer, a notification was tapped: go there; or
 * where are you? A browser says only where the page was when it was loaded.
 */
export type FromWorker = { shownAt: EpochMs } | { open: string } | { where: 'now' }
