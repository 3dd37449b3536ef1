import { type Accessor, createSignal } from 'solid-js'
import type { Id } from '../../protocol/ids.ts'
import { home, type Place, pathOf, placeOf } from './place.ts'

/** Moving between places so that the back button always does what it says: sheet → room → list → out. */
export type Navigation = {
  place: Accessor<Place>
  go: (place: Place) => void
  /** Another place instead of this one, with nothing to go back to. */
  replace: (place: Place) => void
  /** Another organization's list: not a step to go back to when a list is on screen already. */
  chooseOrganization: (organizationId: Id) => void
  /** To the list: back where the list is under this place, else in its stead. */
  toList: () => void
  /** To the place above this one: back where that is under this one, else in its stead. */
  up: (place: Place) => void
  /** Something lies over the place, and back closes it. The answer takes it away again. */
  cover: (close: () => void) => () => void
}

/** What an entry of the browser's history says: how many places of ours lie under it, and whether a sheet lies over it. */
type HistoryMark = { depth: number; overList: boolean; under?: string; covered?: boolean }

export function createNavigation(browser: Window): Navigation {
  const { history, location } = browser
  const [place, setPlace] = createSignal<Place>(placeOf(location.pathname))
  const covers: (() => void)[] = []
  /** A cover that was taken away and whose history entry is about to be. */
  let isUncovering = false
  let ignoredPops = 0

  const mark = () => markOf(history)

  function onPop(): void {
    if (ignoredPops > 0) {
      ignoredPops -= 1
      return
    }
    const close = covers.pop()
    if (close) return close()
    setPlace(placeOf(location.pathname))
    // Where a sheet was, reached by going forward: it does not come again, and a step that shows nothing is none.
    if (mark().covered) stepBackUnseen()
  }

  function stepBackUnseen(): void {
    ignoredPops += 1
    history.back()
  }

  function go(next: Place): void {
    const nextMark = { depth: mark().depth + 1, overList: place().at === 'list', under: pathOf(place()) }
    if (isUncovering) {
      // The entry of the sheet that just closed becomes the entry of the new place.
      isUncovering = false
      history.replaceState(nextMark, '', pathOf(next))
    } else {
      history.pushState(nextMark, '', pathOf(next))
    }
    setPlace(next)
  }

  function replace(next: Place): void {
    history.replaceState({ ...mark(), covered: false }, '', pathOf(next))
    setPlace(next)
  }

  function cover(close: () => void): () => void {
    if (isUncovering) isUncovering = false
    else history.pushState({ ...mark(), covered: true }, '')
    covers.push(close)
    return () => uncover(close)
  }

  function uncover(close: () => void): void {
    const index = covers.indexOf(close)
    if (index < 0) return
    covers.splice(index, 1)
    isUncovering = true
    // What closes one sheet may open the next in the same breath; then the entry stays for that one.
    queueMicrotask(() => {
      if (!isUncovering) return
      isUncovering = false
      stepBackUnseen()
    })
  }

  browser.addEventListener('popstate', onPop)
  layOut(history, place())
  return {
    place,
    go,
    replace,
    chooseOrganization(organizationId) {
      const next: Place = { at: 'list', organizationId }
      if (place().at === 'list') replace(next)
      else go(next)
    },
    toList: () => (mark().overList ? history.back() : replace(home)),
    up: (to) => (mark().under === pathOf(to) ? history.back() : replace(to)),
    cover,
  }
}

const markOf = ({ state }: History): HistoryMark => (state as HistoryMark | null) ?? { depth: 0, overList: false }

/** The browser's history as the page begins: a link from outside has the list under it. */
function layOut(history: History, at: Place): void {
  if (history.state !== null) {
    if (markOf(history).covered) history.back()
    return
  }
  if (at.at === 'list' || at.at === 'activation') return history.replaceState({ depth: 0, overList: false }, '')
  history.replaceState({ depth: 0, overList: false }, '', pathOf(home))
  history.pushState({ depth: 1, overList: true }, '', pathOf(at))
}
