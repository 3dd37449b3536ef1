/** Where the focus was in the talk: a control of a row, by the row's key and what kind of control it is. */
type Held = { key: string; control: string }

/**
 * Keeps the focus in the talk. A row that changes is another row, and one that leaves the screen is none: what had the focus in it is gone, and
 * without this the next Tab would begin at the top of the page. Call the answer when rows have changed.
 */
export function keepFocus(scroller: HTMLElement): () => void {
  let held: Held | null = null
  scroller.addEventListener('focusin', ({ target }) => {
    held = target instanceof HTMLElement && target !== scroller ? heldOf(target) : null
  })
  scroller.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== null) held = null
  })
  scroller.addEventListener('pointerdown', () => {
    held = null
  })
  return () => {
    if (held === null || document.activeElement !== document.body) return
    const control = scroller.querySelector<HTMLElement>(`[data-key="${held.key}"] .${held.control}`)
    ;(control ?? scroller).focus({ preventScroll: true })
  }
}

function heldOf(target: HTMLElement): Held | null {
  const key = target.closest<HTMLElement>('[data-key]')?.dataset['key']
  const [control] = target.classList
  return key !== undefined && control !== undefined ? { key, control } : null
}
