import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPixelBomb, saidSize } from '../../core/photo-size.ts'
import { joined } from '../support/file-bodies.ts'

const png = (width: number[], height: number[]) =>
  joined([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', width, height)
const thirtyThousand = [0, 0, 0x75, 0x30]
/** After a segment of APP0 and one of tables. */
const jpeg = joined(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc4, 0, 3, 7, 0xff, 0xff, 0xc2, 0, 17, 8, 0x04, 0x38, 0x06, 0x40, 3],
  new Array(12).fill(0),
)
const webp = (chunk: string, rest: number[]) =>
  joined('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [0, 0, 0, 0], rest, new Array(20).fill(0))

describe('what a photo says of its size', () => {
  test.each([
    ['image/png', png([0, 0, 1, 0], [0, 0, 0, 2]), { width: 256, height: 2 }],
    ['image/jpeg', jpeg, { width: 1_600, height: 1_080 }],
    ['image/webp', webp('VP8X', [0, 0, 0, 0, 0x3f, 0x06, 0, 0x37, 0x04, 0]), { width: 1_600, height: 1_080 }],
    ['image/webp', webp('VP8L', [0x2f, 0x3f, 0xc6, 0x0d, 0x01]), { width: 1_600, height: 1_080 }],
    ['image/webp', webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x06, 0x38, 0x04]), { width: 1_600, height: 1_080 }],
    ['image/heic', jpeg, null],
    ['image/jpeg', jpeg.subarray(0, 12), null],
    ['image/png', png([], []), null],
  ])('[FI29] %s', (type, bytes, size) => {
    expect(saidSize(bytes, type)).toEqual(size)
  })

  test('[FI29] 30,000 × 30,000 is no photo, the largest that cameras make is one', () => {
    expect(isPixelBomb(png(thirtyThousand, thirtyThousand), 'image/png')).toBe(true)
    // 200 megapixels: 16,384 × 12,288.
    expect(isPixelBomb(png([0, 0, 0x40, 0], [0, 0, 0x30, 0]), 'image/png')).toBe(false)
  })

  test('[FI29] any bytes are looked at to their end and no further', () => {
    const beginnings = [[0xff, 0xd8, 0xff], [0xff, 0xd8, 0xff, 0xff], []]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 80 }), (begin, rest) => {
        for (const type of ['image/jpeg', 'image/png', 'image/webp']) {
          const size = saidSize(joined(begin, rest), type)
          expect(size === null || (size.width >= 0 && size.height >= 0)).toBe(true)
        }
      }),
    )
  })
})
