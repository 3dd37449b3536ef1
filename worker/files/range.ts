export type ByteRange = { offset: number; length: number }

/** The one range that is asked for, the whole where none is or several are, and null for one that does not lie in it (RFC 9110, 14). */
export function rangeIn(header: string | undefined, size: number): ByteRange | null {
  const whole = { offset: 0, length: size }
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return whole
  if (from === '') return Number(to) === 0 ? null : fitting(Math.max(0, size - Number(to)), size - 1, size)
  if (to !== '' && Number(to) < Number(from)) return whole
  return fitting(Number(from), to === '' ? size - 1 : Number(to), size)
}

const fitting = (first: number, last: number, size: number): ByteRange | null =>
  first >= size ? null : { offset: first, length: Math.min(last, size - 1) - first + 1 }
