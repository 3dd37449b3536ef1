import type { Person } from './browser.ts'

/** What a browser says of its line, as Chromium on a phone does: from the next page on. */
export const withLine = ({ context }: Person, type: string): Promise<void> =>
  context.addInitScript((type) => {
    const connection = Object.assign(new EventTarget(), { type })
    Object.defineProperty(navigator, 'connection', { value: connection })
  }, type) as unknown as Promise<void>

/** The phone comes onto another line. */
export const setLine = ({ page }: Person, type: string): Promise<void> =>
  page.evaluate((type) => {
    const { connection } = navigator as unknown as { connection: EventTarget & { type: string } }
    connection.type = type
    connection.dispatchEvent(new Event('change'))
  }, type)
