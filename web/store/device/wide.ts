import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Whether the list and a room stand side by side; the same width as in style/shell.css. */
export function createWide(): Accessor<boolean> {
  const query = matchMedia('(min-width: 52rem)')
  const [isWide, setIsWide] = createSignal(query.matches)
  const update = () => setIsWide(query.matches)
  query.addEventListener('change', update)
  onCleanup(() => query.removeEventListener('change', update))
  return isWide
}

/** Whether typing costs no room on the screen: where a keyboard would come up, nothing takes the focus by itself. */
export const hasKeyboard = (): boolean => matchMedia('(hover: hover) and (pointer: fine)').matches
