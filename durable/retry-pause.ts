import { limits } from '../protocol/limits.ts'

/** How long to wait before what failed is tried again: doubling with each try, up to `limits.maxRetryMs`. */
export const retryPauseMs = (tries: number): number => Math.min(limits.maxRetryMs, limits.retryMs * 2 ** tries)
