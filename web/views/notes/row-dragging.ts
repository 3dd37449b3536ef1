import { onCleanup } from 'solid-js'
import { placeAfter, type RowBox, stepsAside } from '../../store/notes/row-drag.ts'

export type RowDragging = {
  /** A finger or a mouse goes down on the handle of a row. */
  grab: (event: PointerEvent & { currentTarget: HTMLElement }, rows: readonly HTMLElement[], from: number) => void
}

/** So near to the edge of the page it goes on by itself, by so much a frame. In pixels. */
const [edge, step] = [64, 10]

/**
 * Moves a row along with what holds it, among `rows`, which stand one below the other. The others step aside; nothing changes its place in the page
 * before `onDrop` says where the row was let go. Esc, or a call that comes in between, leaves everything as it was.
 */
export function createRowDragging(onDrop: (from: number, to: number) => void): RowDragging {
  let end: (isDropped: boolean) => void = () => {}
  onCleanup(() => end(false))

  function grab(event: Parameters<RowDragging['grab']>[0], rows: readonly HTMLElement[], from: number): void {
    const row = rows[from]
    if (event.button !== 0 || !row) return
    end(false)
    const handle: HTMLElement = event.currentTarget
    const page = row.closest<HTMLElement>('.page-body')
    const start = { y: event.clientY, scroll: page?.scrollTop ?? 0 }
    const boxes = rows.map((one): RowBox => ({ top: one.offsetTop, height: one.offsetHeight }))
    const [first, last] = [boxes[0], boxes[boxes.length - 1]]
    const own = boxes[from]
    if (!first || !last || !own) return
    let [y, to, frame] = [start.y, from, 0]
    const stopping = new AbortController()

    function show(): void {
      if (!first || !last || !own) return
      const by = y - start.y + (page?.scrollTop ?? 0) - start.scroll
      const kept = Math.min(Math.max(by, first.top - own.top), last.top + last.height - own.top - own.height)
      to = placeAfter(boxes, from, kept)
      for (const [i, aside] of stepsAside(boxes, from, to).entries())
        rows[i]?.style.setProperty('transform', `translateY(${i === from ? kept : aside}px)`)
    }
    function goOn(): void {
      frame = requestAnimationFrame(goOn)
      const box = page?.getBoundingClientRect()
      if (!page || !box) return
      const by = y < box.top + edge ? -step : y > box.bottom - edge ? step : 0
      const before = page.scrollTop
      if (by !== 0) page.scrollTop += by
      if (page.scrollTop !== before) show()
    }
    end = (isDropped) => {
      end = () => {}
      stopping.abort()
      cancelAnimationFrame(frame)
      const place = row.parentElement
      place?.classList.remove('rows-dragged')
      row.classList.remove('row-dragged')
      for (const one of rows) one.style.removeProperty('transform')
      if (isDropped && to !== from) onDrop(from, to)
    }
    const { signal } = stopping
    handle.setPointerCapture(event.pointerId)
    row.parentElement?.classList.add('rows-dragged')
    row.classList.add('row-dragged')
    handle.addEventListener(
      'pointermove',
      (moved) => {
        y = moved.clientY
        show()
      },
      { signal },
    )
    handle.addEventListener('pointerup', () => end(true), { signal })
    handle.addEventListener('pointercancel', () => end(false), { signal })
    handle.addEventListener('lostpointercapture', () => end(false), { signal })
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(false), { signal })
    frame = requestAnimationFrame(goOn)
  }
  return { grab }
}
