import {
  type Frame,
  meantBy,
  movedBy,
  type Point,
  tapZoom,
  unzoomed,
  type Zoom,
  zoomedAt,
} from '../../store/photos/zoom.ts'

export type GestureAnswers = { step: (by: 1 | -1) => void; close: () => void; tap: () => void }

const doubleTapMs = 300
const doubleTapPx = 40
const tapPx = 8
const wheelStep = 1.0015

/**
 * Fingers and mouse on a photo: swipe, pinch, double tap, wheel, drag. What is shown follows by the variables `--x`, `--y` and `--scale` of
 * the figure; a stage that is being dragged has `data-dragged`, so that nothing is animated under a finger.
 */
export class PhotoGestures {
  private zoom: Zoom = unzoomed
  private readonly pointers = new Map<number, Point>()
  private start: { at: Point; time: number } | null = null
  private drag: Point = { x: 0, y: 0 }
  private hasPinched = false
  private lastTap: { at: Point; time: number } | null = null
  private tapTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly stage: HTMLElement,
    private readonly figure: HTMLElement,
    private readonly answers: GestureAnswers,
  ) {
    stage.addEventListener('pointerdown', (event) => this.down(event))
    stage.addEventListener('pointermove', (event) => this.move(event))
    for (const end of ['pointerup', 'pointercancel'] as const) stage.addEventListener(end, (event) => this.up(event))
    stage.addEventListener('wheel', (event) => this.wheel(event), { passive: false })
  }

  zoomBy(factor: number): void {
    this.set(zoomedAt(this.zoom, this.zoom.scale * factor, { x: 0, y: 0 }, this.frame()))
  }

  reset(): void {
    this.drag = { x: 0, y: 0 }
    this.set(unzoomed)
  }

  end(): void {
    clearTimeout(this.tapTimer)
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return
    this.stage.setPointerCapture(event.pointerId)
    this.pointers.set(event.pointerId, pointOf(event))
    this.hasPinched = this.pointers.size > 1
    if (!this.hasPinched) this.start = { at: pointOf(event), time: event.timeStamp }
    this.stage.toggleAttribute('data-dragged', true)
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId)
    if (!before) return
    const now = pointOf(event)
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1]
    this.pointers.set(event.pointerId, now)
    if (other) this.pinch(before, now, other)
    else if (this.zoom.scale > 1) this.set(movedBy(this.zoom, minus(now, before), this.frame()))
    else if (!this.hasPinched && this.start) {
      const { x, y } = minus(now, this.start.at)
      this.drag = Math.abs(x) > Math.abs(y) ? { x, y: 0 } : { x: 0, y: Math.max(0, y) }
      this.show()
    }
  }

  private pinch(before: Point, now: Point, other: Point): void {
    const [from, to] = [this.fromMiddle(between(before, other)), this.fromMiddle(between(now, other))]
    const by = distance(now, other) / Math.max(1, distance(before, other))
    this.drag = { x: 0, y: 0 }
    this.set(movedBy(zoomedAt(this.zoom, this.zoom.scale * by, from, this.frame()), minus(to, from), this.frame()))
  }

  private up(event: PointerEvent): void {
    if (!this.pointers.delete(event.pointerId) || this.pointers.size > 0) return
    this.stage.toggleAttribute('data-dragged', false)
    const { start } = this
    const end = pointOf(event)
    this.start = null
    this.drag = { x: 0, y: 0 }
    this.show()
    if (event.type === 'pointercancel' || this.hasPinched || !start) return
    const moved = minus(end, start.at)
    if (Math.hypot(moved.x, moved.y) < tapPx) return this.tapped(end, event.timeStamp)
    if (this.zoom.scale > 1) return
    const meant = meantBy(moved, event.timeStamp - start.time, this.frame())
    if (meant === 'close') this.answers.close()
    else if (meant !== 'back') this.answers.step(meant === 'next' ? 1 : -1)
  }

  private tapped(at: Point, time: number): void {
    clearTimeout(this.tapTimer)
    const { lastTap } = this
    if (lastTap && time - lastTap.time < doubleTapMs && distance(at, lastTap.at) < doubleTapPx) {
      this.lastTap = null
      return this.set(this.zoom.scale > 1 ? unzoomed : zoomedAt(this.zoom, tapZoom, this.fromMiddle(at), this.frame()))
    }
    this.lastTap = { at, time }
    this.tapTimer = setTimeout(this.answers.tap, doubleTapMs)
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault()
    const scale = this.zoom.scale * wheelStep ** -event.deltaY
    this.set(zoomedAt(this.zoom, scale, this.fromMiddle(pointOf(event)), this.frame()))
  }

  private set(zoom: Zoom): void {
    this.zoom = zoom
    this.show()
  }

  private show(): void {
    this.figure.style.setProperty('--x', `${this.zoom.x + this.drag.x}px`)
    this.figure.style.setProperty('--y', `${this.zoom.y + this.drag.y}px`)
    this.figure.style.setProperty('--scale', `${this.zoom.scale}`)
  }

  private frame(): Frame {
    return this.stage.getBoundingClientRect()
  }

  private fromMiddle({ x, y }: Point): Point {
    const { left, top, width, height } = this.stage.getBoundingClientRect()
    return { x: x - left - width / 2, y: y - top - height / 2 }
  }
}

const pointOf = ({ clientX: x, clientY: y }: PointerEvent | WheelEvent): Point => ({ x, y })
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y })
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
