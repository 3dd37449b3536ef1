import { byteAt, hasLetters, u16be, u16le, u32be, u32le } from './numbers.ts'

const orientation = 0x0112
const bytesInEntry = 12

/**
 * Whether the record (EXIF, a TIFF from `from` on) says that the picture is to be shown turned or mirrored. A record that cannot be read says
 * nothing, as in browsers.
 */
export function saysTurned(bytes: Uint8Array, from: number, to: number): boolean {
  const isLittle = hasLetters(bytes, from, 'II\u002a\u0000')
  if (!isLittle && !hasLetters(bytes, from, 'MM\u0000\u002a')) return false
  const u16 = isLittle ? u16le : u16be
  const u32 = isLittle ? u32le : u32be
  const table = from + u32(bytes, from + 4)
  for (let n = 0; n < u16(bytes, table); n += 1) {
    const entry = table + 2 + n * bytesInEntry
    if (entry + bytesInEntry > to) return false
    if (u16(bytes, entry) !== orientation) continue
    const value = valueAt(bytes, entry, u16, u32)
    if (value >= 2 && value <= 8) return true
  }
  return false
}

type Reader = (bytes: Uint8Array, at: number) => number

/** A byte, a short or a long number (TIFF 6.0, types 1, 3 and 4). */
function valueAt(bytes: Uint8Array, entry: number, u16: Reader, u32: Reader): number {
  const type = u16(bytes, entry + 2)
  if (type === 1) return byteAt(bytes, entry + 8)
  if (type === 3) return u16(bytes, entry + 8)
  return type === 4 ? u32(bytes, entry + 8) : 0
}
