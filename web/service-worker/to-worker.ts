/** What a page says to a service worker: take over now; or, with a port for the answer, whether a file is of its build. */
export type ToWorker = { take: 'over' } | { has: string }
