const pressMs = 450
const moveTolerancePx = 10

/**
 * Calls `open` on a long press, on a right click, and where the keyboard asks for a menu. Leaves links and selected text to the
 * browser. iOS knows no contextmenu event for a plain element, hence the timer.
 */
export function onLongPress(element: HTMLElement, open: (at?: { x: number; y: number }) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let startedAt = { x: 0, y: 0 }
  const stop = () => clearTimeout(timer)

  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch' || isLink(event.target)) return
    startedAt = { x: event.clientX, y: event.clientY }
    stop()
    timer = setTimeout(() => open(), pressMs)
  })
  element.addEventListener('pointermove', (event) => {
    const isMoved = Math.hypot(event.clientX - startedAt.x, event.clientY - startedAt.y) > moveTolerancePx
    if (isMoved) stop()
  })
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) element.addEventListener(end, stop)
  element.addEventListener('contextmenu', (event) => {
    if (isLink(event.target) || getSelection()?.toString()) return
    event.preventDefault()
    stop()
    const isByMouse = event.pointerType === 'mouse'
    open(isByMouse ? { x: event.clientX, y: event.clientY } : undefined)
  })
}

const isLink = (target: EventTarget | null) => target instanceof Element && target.closest('a') !== null
