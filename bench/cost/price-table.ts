/**
 * What Cloudflare's paid plan costs a month, in US dollars: so much is included, so much is each unit beyond. From the pages named, read in
 * November 2026. Nothing else in the project knows a price.
 */
export type Price = { included: number; perUnit: number; unit: string; source: string }

const million = 1_000_000
const workers = 'developers.cloudflare.com/workers/platform/pricing'
const objects = 'developers.cloudflare.com/durable-objects/platform/pricing'
const d1 = 'developers.cloudflare.com/d1/platform/pricing'
const queues = 'developers.cloudflare.com/queues/platform/pricing'
const r2 = 'developers.cloudflare.com/r2/pricing'

export const prices = {
  workerRequests: { included: 10 * million, perUnit: 0.3 / million, unit: 'requests', source: workers },
  workerCpuMs: { included: 30 * million, perUnit: 0.02 / million, unit: 'ms', source: workers },
  /** Calls, alarms, and incoming frames at twenty to one. */
  objectRequests: { included: million, perUnit: 0.15 / million, unit: 'requests', source: objects },
  objectGbSeconds: { included: 400_000, perUnit: 12.5 / million, unit: 'GB-s', source: objects },
  objectRowsRead: { included: 25_000 * million, perUnit: 0.001 / million, unit: 'rows', source: objects },
  objectRowsWritten: { included: 50 * million, perUnit: 1 / million, unit: 'rows', source: objects },
  objectStorageGb: { included: 5, perUnit: 0.2, unit: 'GB', source: objects },
  d1RowsRead: { included: 25_000 * million, perUnit: 0.001 / million, unit: 'rows', source: d1 },
  d1RowsWritten: { included: 50 * million, perUnit: 1 / million, unit: 'rows', source: d1 },
  /** Each message is written, read and deleted. */
  queueOperations: { included: million, perUnit: 0.4 / million, unit: 'operations', source: queues },
  r2StorageGb: { included: 10, perUnit: 0.015, unit: 'GB', source: r2 },
  r2Writes: { included: million, perUnit: 4.5 / million, unit: 'operations', source: r2 },
  r2Reads: { included: 10 * million, perUnit: 0.36 / million, unit: 'operations', source: r2 },
} satisfies Record<string, Price>

/** The plan itself, a month. */
export const planUsd = 5

/** Assumed; the arithmetic of docs/cost.md scales with it. */
export const yenPerUsd = 155

export type Resource = keyof typeof prices
