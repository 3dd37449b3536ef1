import type { Seq } from '../protocol/ids.ts'

/**
 * Read pointers kept in order.
 *
 * Terms: a stay is a member's time in the room, [joinedSeq, leftSeq); its pointer is the highest seq read, at first joinedSeq.
 * Invariants: 1. both arrays ascend. 2. every stay, ended or not, has one number in each. 3. pointer ≥ joinedSeq, so a stay that began
 * after s has a pointer after s: it is counted in the first term of `readersOf` and taken out by the second.
 */
export type ReadLedger = { pointers: Seq[]; joins: Seq[] }

export const emptyLedger = (): ReadLedger => ({ pointers: [], joins: [] })

/** Adds a stay that begins at `joinedSeq` and has read up to `pointer`. Work: two binary searches and two short copies. */
export function addStay(ledger: ReadLedger, joinedSeq: Seq, pointer: Seq): void {
  insert(ledger.joins, joinedSeq)
  insert(ledger.pointers, pointer)
}

/** Moves one pointer of the value `from` to `to`; which stay it belongs to does not matter here. */
export function movePointer(ledger: ReadLedger, from: Seq, to: Seq): void {
  const at = firstAtLeast(ledger.pointers, from)
  ledger.pointers.splice(at, 1)
  insert(ledger.pointers, to)
}

/** Stays that cover `seq` and have read it: pointers ≥ seq − stays that began after seq. The author is not taken out here. */
export function readersOf(ledger: ReadLedger, seq: Seq): number {
  const reached = ledger.pointers.length - firstAtLeast(ledger.pointers, seq)
  const later = ledger.joins.length - firstAtLeast(ledger.joins, seq + 1)
  return reached - later
}

/** Index of the first value ≥ `value` in an ascending array. */
export function firstAtLeast(values: readonly number[], value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function insert(values: number[], value: number): void {
  values.splice(firstAtLeast(values, value), 0, value)
}
