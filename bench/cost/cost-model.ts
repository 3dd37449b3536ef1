import { limits } from '../../protocol/limits.ts'
import { planUsd, prices, type Resource, yenPerUsd } from './price-table.ts'

/** Who talks how much. */
export type Habits = {
  people: number
  messagesPerPersonAndDay: number
  /** Of a message, besides its author. */
  readersPerMessage: number
  roomsPerPerson: number
  /** Share of the readers who have the room on screen, so that each message is a read of its own. The others read when they open the room. */
  readAtOnceShare: number
  openingsPerRoomAndDay: number
  appOpeningsPerDay: number
  /** Hours a day in which something rings a phone: it gives one receipt in each. */
  ringingHoursPerDay: number
  photosPerPersonAndDay: number
  photoKb: number
}

/** What one thing costs the platform, measured by the bench where it can be. */
export type UnitCosts = {
  rowsPerMessage: number
  /** A read that falls into a window of its own: its row and the alarm. */
  rowsPerLoneRead: number
  rowsReadPerOpening: number
  openingCpuMs: number
  /** Encrypting and signing a push. */
  pushCpuMs: number
  /** Of the log, with its index. */
  bytesPerMessage: number
  /** How long an event keeps an object awake: the longest of its timers. */
  awakeMsPerEvent: number
}

export type Usage = Record<Resource, number>

const daysPerMonth = 30
/** Memory that an object is billed for. developers.cloudflare.com/durable-objects/platform/pricing: 128 MB */
const objectGb = 0.128
const framesPerRequest = 20

/** A month of use. Each line is one kind of thing that happens; docs/cost.md shows them. */
export function usageOf(habits: Habits, unit: UnitCosts): Usage {
  const perMonth = (perDay: number) => perDay * daysPerMonth
  const messages = perMonth(habits.people * habits.messagesPerPersonAndDay)
  const readsAtOnce = messages * habits.readersPerMessage * habits.readAtOnceShare
  const roomOpenings = perMonth(habits.people * habits.roomsPerPerson * habits.openingsPerRoomAndDay)
  const appOpenings = perMonth(habits.people * habits.appOpeningsPerDay)
  const reads = readsAtOnce + roomOpenings
  const photos = perMonth(habits.people * habits.photosPerPersonAndDay)
  // Whoever does not have the room on screen is rung, for each message.
  const rings = messages * habits.readersPerMessage * (1 - habits.readAtOnceShare)
  const parts = messages * Math.ceil((habits.readersPerMessage * (1 - habits.readAtOnceShare)) / limits.ringPartPeople)
  const receipts = rings > 0 ? perMonth(habits.people * habits.ringingHoursPerDay) : 0
  // An opening asks the account twice and the room or lobby once; reopening the app also renews the session now and then.
  const openings = roomOpenings + appOpenings
  // Each message wakes the room's alarm once at most, which calls the lobby once.
  const reports = messages
  return {
    workerRequests: openings + appOpenings + 3 * photos + parts + receipts,
    workerCpuMs: openings * unit.openingCpuMs + rings * unit.pushCpuMs,
    objectRequests:
      (messages + reads) / framesPerRequest + 3 * openings + 2 * reports + 2 * rings + 3 * parts + receipts,
    objectGbSeconds: ((messages + reads + reports + rings) * unit.awakeMsPerEvent * objectGb) / 1000,
    objectRowsRead: openings * unit.rowsReadPerOpening + messages * 4,
    objectRowsWritten:
      messages * unit.rowsPerMessage + reads * unit.rowsPerLoneRead + reports * 3 + rings + 8 * parts + receipts,
    objectStorageGb: (messages * unit.bytesPerMessage * 12) / 1e9,
    d1RowsRead: appOpenings * 10,
    d1RowsWritten: appOpenings * 2,
    queueOperations: 3 * parts,
    r2StorageGb: (photos * habits.photoKb * 12) / 1e6,
    r2Writes: 2 * photos,
    r2Reads: photos * habits.readersPerMessage * 0.5,
  }
}

/** As if `times` towns shared one account: what is included is included once. */
export const usageTimes = (usage: Usage, times: number): Usage =>
  Object.fromEntries(Object.entries(usage).map(([resource, amount]) => [resource, amount * times])) as Usage

export type Line = { resource: Resource; amount: number; beyond: number; usd: number }

/** The bill: what is beyond the included amount, at its price. */
export function billOf(usage: Usage): { lines: Line[]; usd: number; yen: number } {
  const lines = (Object.keys(prices) as Resource[]).map((resource) => {
    const beyond = Math.max(0, usage[resource] - prices[resource].included)
    return { resource, amount: usage[resource], beyond, usd: beyond * prices[resource].perUnit }
  })
  const usd = planUsd + lines.reduce((sum, line) => sum + line.usd, 0)
  return { lines, usd, yen: usd * yenPerUsd }
}
