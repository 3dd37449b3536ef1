import { saysTurned } from './exif-turn.ts'
import { Kept } from './kept.ts'
import { byteAt, fourLetters, hasLetters, u32le } from './numbers.ts'
import type { Rebuilt } from './rebuilt.ts'

/** Flags of VP8X (WebP container specification): the picture has alpha, it moves. The others tell of what is left out. */
const [hasAlphaFlag, movesFlag] = [0x10, 0x02]
/** Name and length. */
const chunkHeader = 8
/** Place, size, duration and flags of a frame. */
const frameHeader = 16
const exif = 'Exif\u0000\u0000'

type Chunk = { name: string; data: number; length: number }

/** The picture of the file, or of one frame. */
type Picture = { copy: Kept; hasAlpha: boolean; isThere: boolean }

/** `moves`: it has frames, and how they are played stands before them. */
type Found = { picture: Picture; moves: boolean; isPlayed: boolean; frames: number; turned: boolean }

/** A WebP with its picture, or its frames, alone. Lengths are put right; what stands behind the length of the whole is not read. */
export function webpCopy(bytes: Uint8Array): Rebuilt {
  if (!hasLetters(bytes, 0, 'RIFF') || !hasLetters(bytes, 8, 'WEBP')) return 'unreadable'
  const end = 8 + u32le(bytes, 4)
  const copy = new Kept(bytes)
  const picture = { copy, hasAlpha: false, isThere: false }
  const found: Found = { picture, moves: false, isPlayed: false, frames: 0, turned: false }
  copy.keep(0, 12)
  const isWhole = takesEach(bytes, 12, Math.min(end, bytes.length), (chunk) => {
    const isFirst = copy.length === 12
    return isFirst ? takesFirst(bytes, chunk, found) : takesFurther(bytes, chunk, found)
  })
  if (!isWhole || end > bytes.length || !(picture.isThere || found.frames > 0)) return 'unreadable'
  if (found.turned) return 'turned'
  copy.writeU32le(4, copy.length - 8)
  return copy.bytes()
}

/** Whether chunks fill the space between the two places, and each was taken. */
function takesEach(bytes: Uint8Array, from: number, end: number, takes: (chunk: Chunk) => boolean): boolean {
  let at = from
  while (at < end) {
    const chunk = { name: fourLetters(bytes, at), data: at + chunkHeader, length: u32le(bytes, at + 4) }
    at = chunk.data + chunk.length + (chunk.length % 2)
    if (at > end || !takes(chunk)) return false
  }
  return true
}

/** The picture itself, or what is said of the whole. */
function takesFirst(bytes: Uint8Array, chunk: Chunk, found: Found): boolean {
  if (chunk.name !== 'VP8X') return takesPicture(bytes, chunk, found.picture) && found.picture.isThere
  if (chunk.length !== 10) return false
  const { copy } = found.picture
  const flags = byteAt(bytes, chunk.data) & (hasAlphaFlag | movesFlag)
  found.moves = (flags & movesFlag) !== 0
  copy.keep(chunk.data - chunkHeader, chunk.data)
  copy.put(flags, 0, 0, 0)
  copy.keep(chunk.data + 4, chunk.data + 10)
  return true
}

function takesFurther(bytes: Uint8Array, chunk: Chunk, found: Found): boolean {
  if (chunk.name === 'EXIF') found.turned ||= isTurned(bytes, chunk)
  if (!found.moves) return takesPicture(bytes, chunk, found.picture)
  if (chunk.name === 'ANMF') return takesFrame(bytes, chunk, found)
  if (chunk.name !== 'ANIM' || found.isPlayed) return true
  found.isPlayed = true
  keepChunk(chunk, found.picture.copy)
  return chunk.length === 6
}

/** Some writers put the letters of a JPEG's segment before the record. */
function isTurned(bytes: Uint8Array, { data, length }: Chunk): boolean {
  const from = hasLetters(bytes, data, exif) ? data + exif.length : data
  return saysTurned(bytes, from, data + length)
}

/** The first picture, and its alpha where it stands before it; all else is passed over. */
function takesPicture(bytes: Uint8Array, chunk: Chunk, picture: Picture): boolean {
  if (picture.isThere) return true
  const isAlpha = chunk.name === 'ALPH' && !picture.hasAlpha
  picture.isThere = chunk.name === 'VP8 ' || chunk.name === 'VP8L'
  picture.hasAlpha ||= isAlpha
  if (isAlpha || picture.isThere) keepChunk(chunk, picture.copy)
  return !picture.isThere || isPicture(bytes, chunk)
}

/** As it begins: a key frame of VP8 (RFC 6386, 9.1), or the signature of VP8L. */
function isPicture(bytes: Uint8Array, { name, data, length }: Chunk): boolean {
  if (name === 'VP8L') return length >= 5 && byteAt(bytes, data) === 0x2f
  return length >= 10 && (byteAt(bytes, data) & 1) === 0 && hasLetters(bytes, data + 3, '\u009d\u0001\u002a')
}

/** The byte that makes a length even is ours. */
function keepChunk({ data, length }: Chunk, copy: Kept): void {
  copy.keep(data - chunkHeader, data + length)
  if (length % 2 === 1) copy.put(0)
}

function takesFrame(bytes: Uint8Array, { data, length }: Chunk, found: Found): boolean {
  if (length < frameHeader || !found.isPlayed) return false
  const { copy } = found.picture
  const picture = { copy, hasAlpha: false, isThere: false }
  copy.keep(data - chunkHeader, data + frameHeader - 1)
  // How it is put over the one before; the rest of the byte is reserved.
  copy.put(byteAt(bytes, data + frameHeader - 1) & 3)
  const start = copy.length - frameHeader
  found.frames += 1
  const end = data + length
  const isWhole = takesEach(bytes, data + frameHeader, end, (chunk) => takesPicture(bytes, chunk, picture))
  copy.writeU32le(start - 4, copy.length - start)
  return isWhole && picture.isThere
}
