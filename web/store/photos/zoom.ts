/** How a picture lies in its frame: so many times as large as it fits, and moved from the middle by so many pixels. */
export type Zoom = { scale: number; x: number; y: number }
export type Point = { x: number; y: number }
export type Frame = { width: number; height: number }

export const unzoomed: Zoom = { scale: 1, x: 0, y: 0 }
export const mostZoom = 6
/** What a double tap zooms to. */
export const tapZoom = 2.5

/** Zoomed to `scale` so that what was under `at` (from the frame's middle) stays under it. */
export function zoomedAt(zoom: Zoom, scale: number, at: Point, frame: Frame): Zoom {
  const next = Math.min(mostZoom, Math.max(1, scale))
  const by = next / zoom.scale
  return within({ scale: next, x: at.x - (at.x - zoom.x) * by, y: at.y - (at.y - zoom.y) * by }, frame)
}

/** Moved, and no further than to its edges. */
export const movedBy = (zoom: Zoom, by: Point, frame: Frame): Zoom =>
  within({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, frame)

function within({ scale, x, y }: Zoom, { width, height }: Frame): Zoom {
  const [mostX, mostY] = [((scale - 1) * width) / 2, ((scale - 1) * height) / 2]
  // Zero is not negative: plus nothing makes it so.
  return { scale, x: Math.min(mostX, Math.max(-mostX, x)) + 0, y: Math.min(mostY, Math.max(-mostY, y)) + 0 }
}

export type Drag = 'next' | 'previous' | 'close' | 'back'

/** What a finger that moved an unzoomed picture meant: far enough, or fast enough, and rather this way than that. */
export function meantBy(moved: Point, ms: number, frame: Frame): Drag {
  const isSideways = Math.abs(moved.x) > Math.abs(moved.y)
  const far = isSideways ? Math.abs(moved.x) : moved.y
  const isFast = far > 24 && far / Math.max(1, ms) > 0.4
  if (isSideways) {
    if (far < frame.width / 4 && !isFast) return 'back'
    return moved.x < 0 ? 'next' : 'previous'
  }
  return far > frame.height / 5 || isFast ? 'close' : 'back'
}
