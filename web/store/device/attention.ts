import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Whether somebody is looking at this page: it is visible and has the focus. */
export function createAttention(): Accessor<boolean> {
  const look = () => document.visibilityState === 'visible' && document.hasFocus()
  const [isAttentive, setIsAttentive] = createSignal(look())
  const update = () => setIsAttentive(look())
  document.addEventListener('visibilitychange', update)
  window.addEventListener('focus', update)
  window.addEventListener('blur', update)
  onCleanup(() => {
    document.removeEventListener('visibilitychange', update)
    window.removeEventListener('focus', update)
    window.removeEventListener('blur', update)
  })
  return isAttentive
}
