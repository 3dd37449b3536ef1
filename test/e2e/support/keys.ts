import type { CDPSession, Page } from 'playwright-core'

/** What has the focus, as somebody without a mouse finds it. */
export type Focused = { role: string; name: string; isSeen: boolean }

const mostStops = 120

/** A person with a keyboard and nothing else. */
export class Keys {
  /** Stops of the Tab key at which nothing showed where the focus is. */
  readonly unseen: string[] = []
  readonly #page: Page
  #ime: CDPSession | null = null

  constructor(page: Page) {
    this.#page = page
  }

  press(...keys: string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.#page.keyboard.press(key)), Promise.resolve())
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.type(text)
  }

  /** Tab after Tab (or back) until something of this name has the focus. */
  async tabTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = []
    for (let stops = 0; stops < mostStops; stops += 1) {
      await this.press(key)
      const focused = await this.focused()
      if (!focused.isSeen && focused.role !== 'body') this.unseen.push(`${focused.role} ${focused.name}`)
      passed.push(focused.name)
      if (typeof name === 'string' ? focused.name === name : name.test(focused.name)) return
    }
    throw new Error(`the Tab key never came to ${name}, but to ${passed.join(' | ')}`)
  }

  /** What has the focus, and whether an outline or a shadow shows it. */
  focused(): Promise<Focused> {
    return this.#page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const labels = (element as HTMLInputElement).labels
      const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
      return {
        role: element.getAttribute('role') ?? element.localName,
        name: name.trim().replace(/\s+/g, ' '),
        isSeen: element.matches(':focus-visible') && (hasOutline || boxShadow !== 'none'),
      }
    })
  }

  /** Letters that an input method has not made a word of yet. */
  async compose(text: string): Promise<void> {
    this.#ime ??= await this.#page.context().newCDPSession(this.#page)
    await this.#ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }

  /** For each Enter from now on: whether the page hears that an input method composes. */
  async hearComposing(): Promise<() => Promise<boolean[]>> {
    const heard = await this.#page.evaluateHandle(() => {
      const told: boolean[] = []
      addEventListener('keydown', ({ key, isComposing }) => key === 'Enter' && told.push(isComposing), true)
      return told
    })
    return () => heard.jsonValue()
  }

  /** The word is chosen. */
  async commit(text: string): Promise<void> {
    await this.#ime?.send('Input.insertText', { text })
  }
}
