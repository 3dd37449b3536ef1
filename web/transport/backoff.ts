/** Bounds of one waiting time; the nominal time grows by half with each failure. */
export type Pace = { minMs: number; maxMs: number }

export const paces = {
  /** A page that somebody looks at comes back quickly. */
  visible: { minMs: 500, maxMs: 2_000 },
  hidden: { minMs: 1_000, maxMs: 5 * 60_000 },
  /** How often a client that polls tries a socket again. */
  upgradeVisible: { minMs: 10_000, maxMs: 60_000 },
  upgradeHidden: { minMs: 30_000, maxMs: 5 * 60_000 },
} as const satisfies Record<string, Pace>

/**
 * Milliseconds to wait after `failures` failures in a row. `chance` (0 to 1) spreads the clients of a whole city: every deploy drops all
 * sockets at the same moment.
 */
export function backoff(failures: number, chance: number, { minMs, maxMs }: Pace): number {
  const nominalMs = minMs * 1.5 ** Math.max(0, failures - 1)
  return Math.min(maxMs, Math.round(minMs + chance * (2 * nominalMs - minMs)))
}
