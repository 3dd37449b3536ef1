import { describe, expect, test } from 'vitest'
import { billOf, type Habits, type UnitCosts, usageOf, usageTimes } from '../../../bench/cost/cost-model.ts'
import { planUsd, prices, type Resource, yenPerUsd } from '../../../bench/cost/price-table.ts'
import { townHabits } from '../../../bench/cost/town-habits.ts'

const habits: Habits = {
  people: 10,
  messagesPerPersonAndDay: 5,
  readersPerMessage: 9,
  roomsPerPerson: 2,
  readAtOnceShare: 1,
  openingsPerRoomAndDay: 3,
  appOpeningsPerDay: 4,
  ringingHoursPerDay: 2,
  photosPerPersonAndDay: 0.5,
  photoKb: 350,
}
const unit: UnitCosts = {
  rowsPerMessage: 2,
  rowsPerLoneRead: 2,
  rowsReadPerOpening: 50,
  openingCpuMs: 2,
  pushCpuMs: 3,
  bytesPerMessage: 400,
  awakeMsPerEvent: 250,
}

describe('the bill', () => {
  test('what is included costs nothing, and what is beyond costs its price', () => {
    const nothing = Object.fromEntries(Object.keys(prices).map((name) => [name, 0])) as Record<Resource, number>
    expect(billOf(nothing)).toMatchObject({ usd: planUsd, yen: planUsd * yenPerUsd })
    const rows = { ...nothing, objectRowsWritten: prices.objectRowsWritten.included + 3_000_000 }
    expect(billOf(rows).usd).toBeCloseTo(planUsd + 3)
  })

  test('a month of use, added up by hand', () => {
    const usage = usageOf(habits, unit)
    const [messages, reads, openings] = [1_500, 1_500 * 9 + 1_800, 1_800 + 1_200]
    expect(usage.objectRowsWritten).toBe(messages * 2 + reads * 2 + messages * 3)
    expect(usage.objectRequests).toBe((messages + reads) / 20 + 3 * openings + 2 * messages)
    expect(usage.workerCpuMs).toBe(openings * 2)
  })

  test('who does not have the room on screen is rung for each message, twenty of them to a part', () => {
    const [quiet, ringing] = [usageOf(habits, unit), usageOf({ ...habits, readAtOnceShare: 0 }, unit)]
    const [messages, rings, parts, receipts] = [1_500, 1_500 * 9, 1_500, 10 * 2 * 30]
    const readsAtOnce = messages * 9
    expect(ringing.objectRowsWritten).toBe(quiet.objectRowsWritten - readsAtOnce * 2 + rings + 8 * parts + receipts)
    expect(ringing.workerCpuMs).toBe(quiet.workerCpuMs + rings * 3)
    expect(ringing.queueOperations).toBe(3 * parts)
    expect(quiet.queueOperations).toBe(0)
  })

  test('many towns on one account share what is included once', () => {
    const usage = usageOf({ ...habits, people: 100_000 }, unit)
    expect(billOf(usageTimes(usage, 2)).usd).toBeGreaterThan(2 * billOf(usage).usd - planUsd)
  })

  test('the demo town has its 740 people, and each is in some room', () => {
    const { people, readersPerMessage, roomsPerPerson } = townHabits()
    expect(people).toBeGreaterThan(700)
    expect(readersPerMessage).toBeGreaterThan(10)
    expect(roomsPerPerson).toBeGreaterThan(1)
  })
})
