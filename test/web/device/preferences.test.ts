import { createRoot } from 'solid-js'
import { describe, expect, test } from 'vitest'
import { createPreferences, type PreferencesBrowser } from '../../../web/store/device/preferences.ts'

function browserWith(kept: Record<string, string>): PreferencesBrowser & { kept: Map<string, string> } {
  const held = new Map(Object.entries(kept))
  return {
    kept: held,
    localStorage: { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value) },
    document: { documentElement: { dataset: {} } },
  }
}

const preferencesOf = (browser: PreferencesBrowser) => createRoot(() => createPreferences(browser))

describe('preferences', () => {
  test('are the plain ones until something was chosen', () => {
    const browser = browserWith({})
    const { textSize, sendKey } = preferencesOf(browser)
    expect([textSize(), sendKey()]).toEqual(['standard', 'modified-enter'])
    expect(browser.document.documentElement.dataset['text']).toBe('standard')
  })

  test('are in force and kept as soon as they are chosen', () => {
    const browser = browserWith({})
    const preferences = preferencesOf(browser)
    preferences.setTextSize('largest')
    preferences.setSendKey('enter')
    expect(browser.document.documentElement.dataset['text']).toBe('largest')
    const again = preferencesOf(browserWith(Object.fromEntries(browser.kept)))
    expect([again.textSize(), again.sendKey()]).toEqual(['largest', 'enter'])
  })

  test('that this version does not know are as if nothing was chosen', () => {
    expect(preferencesOf(browserWith({ 'yagura.text': 'enormous' })).textSize()).toBe('standard')
  })

  test('hold as long as the page lives where a browser keeps nothing', () => {
    const forgetful: PreferencesBrowser = {
      localStorage: {
        getItem: () => {
          throw new Error('denied')
        },
        setItem: () => {
          throw new Error('denied')
        },
      },
      document: { documentElement: { dataset: {} } },
    }
    const preferences = preferencesOf(forgetful)
    preferences.setTextSize('large')
    expect(preferences.textSize()).toBe('large')
  })
})
