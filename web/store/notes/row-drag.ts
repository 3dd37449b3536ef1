/** Where a row stands, before anything moves: in pixels from the top of its list. */
export type RowBox = { top: number; height: number }

const middleOf = ({ top, height }: RowBox): number => top + height / 2

/** The place that a row takes which was moved down by `by` pixels: after all others whose middle it has passed. */
export function placeAfter(boxes: readonly RowBox[], from: number, by: number): number {
  const dragged = boxes[from]
  if (!dragged) return from
  const [top, bottom] = [dragged.top + by, dragged.top + dragged.height + by]
  return boxes.filter((box, i) => (i < from ? middleOf(box) < top : i > from && middleOf(box) < bottom)).length
}

/** How far each row steps aside while one is held over another place, in pixels down. */
export function stepsAside(boxes: readonly RowBox[], from: number, to: number): number[] {
  const height = boxes[from]?.height ?? 0
  return boxes.map((_, i) => (i > from && i <= to ? -height : i < from && i >= to ? height : 0))
}
