import { type Accessor, createSignal } from 'solid-js'

/** How large the letters are: the sizes themselves are in style/base.css. */
export const textSizes = ['standard', 'large', 'largest'] as const
export type TextSize = (typeof textSizes)[number]

/** What sends a message on a keyboard; the other makes a new line. */
export const sendKeys = ['modified-enter', 'enter'] as const
export type SendKey = (typeof sendKeys)[number]

/** What somebody has chosen for this device. */
export type Preferences = {
  textSize: Accessor<TextSize>
  setTextSize: (size: TextSize) => void
  sendKey: Accessor<SendKey>
  setSendKey: (key: SendKey) => void
}

export type PreferencesBrowser = {
  localStorage: Pick<Storage, 'getItem' | 'setItem'>
  document: { documentElement: Pick<HTMLElement, 'dataset'> }
}

/** Reads them and puts them in force; called before anything is painted. */
export function createPreferences(browser: PreferencesBrowser): Preferences {
  const [textSize, setTextSize] = kept(browser, 'yagura.text', textSizes)
  const [sendKey, setSendKey] = kept(browser, 'yagura.send-key', sendKeys)
  const show = (size: TextSize) => {
    browser.document.documentElement.dataset['text'] = size
  }
  show(textSize())
  return {
    textSize,
    sendKey,
    setSendKey,
    setTextSize(size) {
      show(size)
      setTextSize(size)
    },
  }
}

/** One of a few values, the first unless another was chosen; a browser that keeps nothing has it as long as the page lives. */
function kept<T extends string>(
  browser: PreferencesBrowser,
  key: string,
  choices: readonly [T, ...T[]],
): [Accessor<T>, (value: T) => void] {
  const [value, setValue] = createSignal<T>(read() ?? choices[0])
  function read(): T | undefined {
    try {
      const text = browser.localStorage.getItem(key)
      return choices.find((choice) => choice === text)
    } catch {
      return undefined
    }
  }
  return [
    value,
    (next) => {
      setValue(() => next)
      try {
        browser.localStorage.setItem(key, next)
      } catch {
        // As above.
      }
    },
  ]
}
