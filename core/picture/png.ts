import { saysTurned } from './exif-turn.ts'
import { Kept } from './kept.ts'
import { byteAt, fourLetters, hasLetters, u32be } from './numbers.ts'
import type { Rebuilt } from './rebuilt.ts'

const signature = '\u0089PNG\r\n\u001a\n'
/** Length, name and checksum. */
const aroundData = 12
const mostData = 2 ** 31 - 1

type Chunk = { name: string; from: number; data: number; length: number; to: number }

/** `palette`: how many colours. */
type Found = { copy: Kept; header: Header; once: Set<string>; palette: number; hasData: boolean; turned: boolean }

type Header = { colour: number; depth: number }

/** Bit depths of each colour type (PNG, third edition, table 11.1). */
const depths: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }

/**
 * A PNG with its header, its palette, what its numbers mean as colours, and its data alone: of a moving one, the still picture. Whatever is
 * not named here, and what hangs behind IEND, is left out.
 */
export function pngCopy(bytes: Uint8Array): Rebuilt {
  if (!hasLetters(bytes, 0, signature)) return 'unreadable'
  const first = chunkAt(bytes, signature.length)
  const header = first && headerIn(bytes, first)
  if (!first || !header) return 'unreadable'
  const copy = new Kept(bytes)
  copy.keep(0, first.to)
  const found: Found = { copy, header, once: new Set(), palette: 0, hasData: false, turned: false }
  let at = first.to
  for (;;) {
    const chunk = chunkAt(bytes, at)
    if (chunk === null || !takes(bytes, chunk, found)) return 'unreadable'
    at = chunk.to
    if (chunk.name !== 'IEND') continue
    if (chunk.length > 0 || !found.hasData || (header.colour === 3 && found.palette === 0)) return 'unreadable'
    return found.turned ? 'turned' : copy.bytes()
  }
}

function chunkAt(bytes: Uint8Array, from: number): Chunk | null {
  const length = u32be(bytes, from)
  const to = from + aroundData + length
  const name = fourLetters(bytes, from + 4)
  if (to > bytes.length || length > mostData || !/^[A-Za-z]{4}$/.test(name)) return null
  return { name, from, data: from + 8, length, to }
}

function headerIn(bytes: Uint8Array, { name, data, length }: Chunk): Header | null {
  if (name !== 'IHDR' || length !== 13) return null
  const header = { depth: byteAt(bytes, data + 8), colour: byteAt(bytes, data + 9) }
  const hasSize = [u32be(bytes, data), u32be(bytes, data + 4)].every((edge) => edge > 0 && edge <= mostData)
  const isPlain = byteAt(bytes, data + 10) === 0 && byteAt(bytes, data + 11) === 0 && byteAt(bytes, data + 12) <= 1
  return hasSize && isPlain && depths[header.colour]?.includes(header.depth) ? header : null
}

/** Keeps the chunk where it makes the picture; false where no reader would go on from here. */
function takes(bytes: Uint8Array, chunk: Chunk, found: Found): boolean {
  const { name, from, to, data, length } = chunk
  if (name === 'IDAT' || name === 'IEND') {
    found.hasData ||= name === 'IDAT'
    found.copy.keep(from, to)
    return true
  }
  if (name === 'PLTE') return takesPalette(chunk, found)
  if (name === 'eXIf') found.turned ||= saysTurned(bytes, data, data + length)
  // Of a capital letter: not to be left out (PNG, 5.4).
  if (/^[A-Z]/.test(name)) return false
  if (isOfColour(chunk, found)) {
    found.once.add(name)
    found.copy.keep(from, to)
  }
  return true
}

function takesPalette({ from, to, length }: Chunk, found: Found): boolean {
  if (found.palette > 0 || found.hasData || length === 0 || length % 3 !== 0 || length > 768) return false
  found.palette = length / 3
  // Elsewhere it is only proposed.
  if (found.header.colour === 3) found.copy.keep(from, to)
  return true
}

/** What numbers mean as colours, once, before the data, and as long as it has to be: readers pass over all else. */
function isOfColour({ name, length }: Chunk, { once, hasData, header, palette }: Found): boolean {
  if (once.has(name) || hasData) return false
  if (name === 'tRNS') return isTransparency(length, header.colour, palette)
  return (name === 'gAMA' && length === 4) || (name === 'cHRM' && length === 32) || (name === 'sRGB' && length === 1)
}

function isTransparency(length: number, colour: number, palette: number): boolean {
  if (colour === 3) return length > 0 && length <= palette
  return (colour === 0 && length === 2) || (colour === 2 && length === 6)
}
