import { saysTurned } from './exif-turn.ts'
import { hasTableShape } from './jpeg-tables.ts'
import { Kept } from './kept.ts'
import { byteAt, hasLetters, u16be } from './numbers.ts'
import type { Rebuilt } from './rebuilt.ts'

/** Markers of ITU-T T.81, table B.1, as their second byte. */
const marker = {
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dnl: 0xdc,
  app0: 0xe0,
  app1: 0xe1,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
}
/** Those that browsers show: baseline, extended, progressive; Huffman or arithmetic. */
const frames = [0xc0, 0xc1, 0xc2, 0xc9, 0xca]
/** DHT, DAC, DQT, DRI. */
const tables = [0xc4, 0xcc, 0xdb, 0xdd]

const exif = 'Exif\u0000\u0000'
/** Version 1.1, no density, no small picture. */
const plainJfif = [0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
/** Adobe's segment without its last byte, which says how the colours were put together: all that a reader needs of it. */
const plainAdobe = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0]

/** A segment: its marker's second byte, and where its content is, without marker and length. */
type Segment = { code: number; from: number; to: number }

/** The copy, and what was found on the way. */
type Found = { copy: Kept; components: number; scans: number; turned: boolean }

/**
 * A JPEG with its frame, its tables and its scans alone, and which colours it is made of, in our own words. Behind a scan other scans may
 * follow; behind EOI nothing is read.
 */
export function jpegCopy(bytes: Uint8Array): Rebuilt {
  if (byteAt(bytes, 0) !== 0xff || byteAt(bytes, 1) !== marker.soi) return 'unreadable'
  const found: Found = { copy: new Kept(bytes), components: 0, scans: 0, turned: false }
  found.copy.keep(0, 2)
  let at = 2
  for (;;) {
    const segment = segmentAt(bytes, at)
    if (segment === null) return 'unreadable'
    if (segment.code === marker.eoi) return whole(found)
    if (!takes(bytes, segment, found)) return 'unreadable'
    at = segment.code === marker.sos ? keepScan(bytes, segment.to, found.copy) : segment.to
  }
}

function whole({ copy, scans, turned }: Found): Rebuilt {
  if (scans === 0) return 'unreadable'
  if (turned) return 'turned'
  copy.put(0xff, marker.eoi)
  return copy.bytes()
}

/** The segment whose marker stands here, behind any number of fill bytes. */
function segmentAt(bytes: Uint8Array, start: number): Segment | null {
  let at = start
  while (bytes[at] === 0xff) at += 1
  const code = byteAt(bytes, at)
  if (at === start || code === 0) return null
  const from = at + 3
  if (code === marker.eoi) return { code, from, to: from }
  const to = at + 1 + u16be(bytes, at + 1)
  return to < from || to > bytes.length ? null : { code, from, to }
}

/** Takes of a segment what the copy needs; false where it has no business in a JPEG that browsers show. */
function takes(bytes: Uint8Array, segment: Segment, found: Found): boolean {
  const { code, from, to } = segment
  if (frames.includes(code)) return takesFrame(bytes, segment, found)
  if (code === marker.sos) return takesScanHeader(bytes, segment, found)
  if (tables.includes(code)) {
    keepSegment(segment, found.copy)
    return hasTableShape(bytes, code, from, to)
  }
  if (code === marker.dnl || code === marker.comment) return true
  if (code < marker.app0 || code > marker.app15) return false
  if (code === marker.app1 && hasLetters(bytes, from, exif)) found.turned ||= saysTurned(bytes, from + exif.length, to)
  // The colours are settled when the first scan begins.
  if (found.scans === 0) putColours(bytes, segment, found.copy)
  return true
}

/** Readers go by these two, and by the later of two of a kind. */
function putColours(bytes: Uint8Array, { code, from, to }: Segment, copy: Kept): void {
  if (code === marker.app0 && to - from >= 14 && hasLetters(bytes, from, 'JFIF\u0000')) copy.put(...plainJfif)
  if (code === marker.app14 && to - from >= 12 && hasLetters(bytes, from, 'Adobe'))
    copy.put(...plainAdobe, byteAt(bytes, from + 11))
}

/** One frame, whose height is known: browsers do not wait for a DNL. */
function takesFrame(bytes: Uint8Array, segment: Segment, found: Found): boolean {
  const { from, to } = segment
  const components = byteAt(bytes, from + 5)
  const hasSize = u16be(bytes, from + 1) > 0 && u16be(bytes, from + 3) > 0
  if (found.components > 0 || components < 1 || components > 4 || !hasSize) return false
  found.components = components
  keepSegment(segment, found.copy)
  return to - from === 6 + 3 * components
}

function takesScanHeader(bytes: Uint8Array, segment: Segment, found: Found): boolean {
  const { from, to } = segment
  const components = byteAt(bytes, from)
  if (components < 1 || components > found.components) return false
  found.scans += 1
  keepSegment(segment, found.copy)
  return to - from === 4 + 2 * components
}

/** The marker without fill bytes, the length and the content. */
const keepSegment = ({ from, to }: Segment, copy: Kept): void => copy.keep(from - 4, to)

/** Keeps the scan that begins here, restarts among it, and answers where the marker behind it stands, or the end. */
function keepScan(bytes: Uint8Array, from: number, copy: Kept): number {
  let at = from
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) {
      at += 1
      continue
    }
    let code = at + 1
    while (bytes[code] === 0xff) code += 1
    const next = byteAt(bytes, code)
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) break
    at = Math.min(code + 1, bytes.length)
  }
  copy.keep(from, at)
  return at
}
