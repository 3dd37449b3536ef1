import type { ClientId } from '../../../protocol/ids.ts'

/** The millisecond and the count within it that the newest id has. */
let newest = { ms: 0, count: 0 }

/**
 * The key of a new command, a UUID of version 7 (RFC 9562): 48 bits of time, 12 that count within a millisecond, 62 of chance. Ids of one page sort in
 * the order in which they were made, also when its clock stands still or is set back.
 */
export function newClientId(now = Date.now()): ClientId {
  const [start = 0, variant = 0, ...chance] = crypto.getRandomValues(new Uint16Array(5))
  newest = after(newest, now, start & 0x7ff)
  const time = hex(newest.ms, 12)
  const end = [hex(0x8000 | (variant & 0x3fff), 4), chance.map((word) => hex(word, 4)).join('')]
  return [time.slice(0, 8), time.slice(8), `7${hex(newest.count, 3)}`, ...end].join('-')
}

/** A new millisecond starts its count in the lower half, so that there is room above. */
function after({ ms, count }: typeof newest, now: number, start: number): typeof newest {
  if (now > ms) return { ms: now, count: start }
  return count < 0xfff ? { ms, count: count + 1 } : { ms: ms + 1, count: start }
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
