/** A JPEG's own record (EXIF) of when and where it was taken, as a phone writes it. */
export type Record = {
  dateTime?: string
  offset?: string
  gps?: { lat: number; lon: number; accuracyM: number }
  words?: string
}

/** The APP1 segment of a JPEG with this record, big-endian. */
export function exifSegment({ dateTime, offset, gps, words = '' }: Record): Uint8Array {
  const exif = [...(dateTime ? [ascii(0x9003, dateTime)] : []), ...(offset ? [ascii(0x9011, offset)] : [])]
  const position = gps
    ? [
        ascii(1, gps.lat < 0 ? 'S' : 'N'),
        rationals(2, degrees(gps.lat)),
        ascii(3, gps.lon < 0 ? 'W' : 'E'),
        rationals(4, degrees(gps.lon)),
        rationals(0x1f, [[gps.accuracyM * 100, 100]]),
      ]
    : []
  const first = 8
  const second = first + sizeOf([ascii(0x10e, words), pointer(0x8769, 0), pointer(0x8825, 0)])
  const third = second + sizeOf(exif)
  const image = [ascii(0x10e, words), pointer(0x8769, second), pointer(0x8825, third)]
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\u0008', 'latin1'),
    directory(image, first),
    directory(exif, second),
    directory(position, third),
  ])
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** The photo with these segments behind its beginning. */
export const withSegments = (jpeg: Uint8Array, ...segments: Uint8Array[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])

type Tag = { tag: number; type: number; count: number; value: Buffer }

const ascii = (tag: number, text: string): Tag => {
  const value = Buffer.from(`${text}\0`, 'latin1')
  return { tag, type: 2, count: value.length, value }
}

function pointer(tag: number, to: number): Tag {
  const value = Buffer.alloc(4)
  value.writeUInt32BE(to)
  return { tag, type: 4, count: 1, value }
}

function rationals(tag: number, fractions: readonly (readonly [number, number])[]): Tag {
  const value = Buffer.alloc(8 * fractions.length)
  fractions.forEach(([over, under], i) => {
    value.writeUInt32BE(over, 8 * i)
    value.writeUInt32BE(under, 8 * i + 4)
  })
  return { tag, type: 5, count: fractions.length, value }
}

function degrees(value: number): [number, number][] {
  const seconds = Math.round(Math.abs(value) * 360_000)
  return [
    [Math.floor(seconds / 360_000), 1],
    [Math.floor((seconds % 360_000) / 6_000), 1],
    [seconds % 6_000, 100],
  ]
}

const sizeOf = (tags: readonly Tag[]): number => directory(tags, 0).length

/** The entries, and behind them the values that do not fit into them. */
function directory(tags: readonly Tag[], at: number): Buffer {
  const table = Buffer.alloc(2 + 12 * tags.length + 4)
  const values: Buffer[] = []
  table.writeUInt16BE(tags.length, 0)
  let next = at + table.length
  tags.forEach(({ tag, type, count, value }, i) => {
    const entry = 2 + 12 * i
    table.writeUInt16BE(tag, entry)
    table.writeUInt16BE(type, entry + 2)
    table.writeUInt32BE(count, entry + 4)
    if (value.length <= 4) {
      value.copy(table, entry + 8)
      return
    }
    table.writeUInt32BE(next, entry + 8)
    values.push(value)
    next += value.length
  })
  return Buffer.concat([table, ...values])
}
