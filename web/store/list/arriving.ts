import type { Navigation } from '../navigation.ts'
import { type Place, pathOf } from '../place.ts'

/** To where a tap outside the page leads: what lies over the place goes first, and a room that is on screen stays. */
export async function arrive(navigation: Navigation, next: Place, browser: Window): Promise<void> {
  while (browser.history.state?.covered) await stepBack(browser)
  const at = navigation.place()
  const isHere = next.at === 'room' && at.at === 'room' ? next.roomId === at.roomId : pathOf(next) === pathOf(at)
  if (isHere) navigation.replace(next)
  else navigation.go(next)
}

function stepBack(browser: Window): Promise<unknown> {
  const stepped = new Promise((resolve) => browser.addEventListener('popstate', resolve, { once: true }))
  browser.history.back()
  return stepped
}
