import type { EpochMs } from '../../protocol/ids.ts'

/** What the service worker says to a page: a notification was shown; or, with a port for the answer, a notification was tapped: go there. */
export type FromWorker = { shownAt: EpochMs } | { open: string }
