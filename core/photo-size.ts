import { limits } from '../protocol/limits.ts'

/**
 * Width and height that a photo says of itself at its beginning, or null where they are not found there. Nothing is unpacked; each number is a
 * stranger's, and leads nowhere but to the next byte that is looked at.
 */
export function saidSize(head: Uint8Array, type: string): { width: number; height: number } | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (type === 'image/png') return head.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) }
  if (type === 'image/webp') return webpSize(view)
  return type === 'image/jpeg' ? jpegSize(view) : null
}

/** Whether it says that it has more pixels than any camera makes: unpacked, it would take what the phones of all others have. */
export function isPixelBomb(head: Uint8Array, type: string): boolean {
  const size = saidSize(head, type)
  return size !== null && size.width * size.height > limits.maxPhotoPixels
}

/** Three forms, by the name of the first chunk (RFC 9649). */
function webpSize(view: DataView): { width: number; height: number } | null {
  if (view.byteLength < 30) return null
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { width: uint24(24) + 1, height: uint24(27) + 1 }
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 0x56503820: // VP8
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return null
  }
}

/** In the first frame header (SOF0 … SOF15), which comes after segments that say how long they are (ITU T.81, B.1). */
function jpegSize(view: DataView): { width: number; height: number } | null {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    // Bytes of filling may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}
