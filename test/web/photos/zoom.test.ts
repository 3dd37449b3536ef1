import { describe, expect, test } from 'vitest'
import { meantBy, mostZoom, movedBy, unzoomed, zoomedAt } from '../../../web/store/photos/zoom.ts'

const frame = { width: 400, height: 800 }

describe('a photo in its frame', () => {
  test('[FI12] what is under the finger stays there while it is zoomed', () => {
    const at = { x: 100, y: -200 }
    const zoom = zoomedAt(unzoomed, 2, at, frame)
    // The point of the photo that was at (100, -200) is now drawn at twice that, moved back.
    expect([zoom.x + 2 * at.x, zoom.y + 2 * at.y]).toEqual([at.x, at.y])
    expect(zoomedAt(zoom, 1, { x: 7, y: 9 }, frame)).toEqual(unzoomed)
  })

  test('[FI12] it is never smaller than the frame, never beyond the largest, and never away from its edges', () => {
    expect(zoomedAt(unzoomed, 0.2, { x: 50, y: 50 }, frame)).toEqual(unzoomed)
    expect(zoomedAt(unzoomed, 99, { x: 0, y: 0 }, frame).scale).toBe(mostZoom)
    const zoom = zoomedAt(unzoomed, 3, { x: 0, y: 0 }, frame)
    expect(movedBy(zoom, { x: 9_999, y: -9_999 }, frame)).toEqual({ scale: 3, x: 400, y: -800 })
    expect(movedBy(unzoomed, { x: 30, y: 30 }, frame)).toEqual(unzoomed)
  })

  test('[FI12] a swipe that is far or fast turns over, one downward closes, and all else goes back', () => {
    expect(meantBy({ x: -120, y: 10 }, 600, frame)).toBe('next')
    expect(meantBy({ x: 120, y: 10 }, 600, frame)).toBe('previous')
    expect(meantBy({ x: -40, y: 5 }, 60, frame)).toBe('next')
    expect(meantBy({ x: -40, y: 5 }, 600, frame)).toBe('back')
    expect(meantBy({ x: 10, y: 200 }, 600, frame)).toBe('close')
    expect(meantBy({ x: 10, y: -300 }, 60, frame)).toBe('back')
  })
})
