import { createRoot, createSignal } from 'solid-js'

/** Whether the browser believes that it has a network. That it has one says nothing of the server. */
export const isOnline = createRoot(() => {
  const [online, setOnline] = createSignal(navigator.onLine)
  for (const event of ['online', 'offline']) window.addEventListener(event, () => setOnline(navigator.onLine))
  return online
})
