import type { BrowserContext, Page } from 'playwright-core'

type Watched = { firsts: Record<string, number> }

/** From now on every page notes when something was there first, in ms since its navigation began. */
export async function noteFirsts(context: BrowserContext, selectors: Record<string, string>): Promise<void> {
  await context.addInitScript((wanted) => {
    const firsts: Record<string, number> = {}
    const look = () => {
      for (const [name, selector] of Object.entries(wanted))
        if (!(name in firsts) && document.querySelector(selector)) firsts[name] = Math.round(performance.now())
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true })
    Object.assign(window, { watched: { firsts } })
  }, selectors)
}

/** When this page had it first. */
export const firstOf = (page: Page, name: string): Promise<number> =>
  page.evaluate((wanted) => (window as unknown as { watched: Watched }).watched.firsts[wanted] as number, name)

/** Does `tap`, and says how long after the finger left the screen an element with this text was painted. */
export async function tapToPaint(
  page: Page,
  { selector, text }: { selector: string; text: string },
  tap: () => Promise<void>,
): Promise<number> {
  await page.evaluate(
    ([wanted, holding]) => {
      const isThere = () => [...document.querySelectorAll(wanted)].some((node) => node.textContent?.includes(holding))
      const painted = new Promise<number>((resolve) => {
        const told = (from: number) => {
          if (!isThere()) return void requestAnimationFrame(() => told(from))
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - from)
          // Within this frame still; the message comes when it has been painted.
          port2.postMessage(null)
        }
        addEventListener('pointerup', ({ timeStamp }) => requestAnimationFrame(() => told(timeStamp)), {
          capture: true,
          once: true,
        })
      })
      Object.assign(window, { painted })
    },
    [selector, text] as const,
  )
  await tap()
  return page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted)
}
