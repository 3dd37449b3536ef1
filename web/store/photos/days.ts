import { type Accessor, createMemo, mapArray } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { Day } from '../dates.ts'
import { byDay } from './photo-list.ts'

export type DayOfThings<T> = { day: Day; items: Accessor<readonly T[]> }

/**
 * A list by day that stays on the screen while more of it comes: a day that was there is the same object afterwards, so neither its part of the
 * page nor the focus in it is made anew.
 */
export function createDays<T extends { storedAt: EpochMs }>(
  items: Accessor<readonly T[]>,
): Accessor<readonly DayOfThings<T>[]> {
  const days = createMemo(() => new Map(byDay(items()).map((one) => [one.day, one.items])))
  return createMemo(
    mapArray(
      () => [...days().keys()],
      (day) => ({ day, items: () => days().get(day) ?? [] }),
    ),
  )
}
