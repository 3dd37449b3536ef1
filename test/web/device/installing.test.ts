import { createRoot } from 'solid-js'
import { describe, expect, test } from 'vitest'
import { dismissedForMs } from '../../../web/store/device/dismissal.ts'
import { createInstalling, type InstallBrowser } from '../../../web/store/device/installing.ts'

type Device = { vendor?: string; touch?: boolean; standalone?: boolean; displays?: string; kept?: Map<string, string> }

/** A browser that can be told events. */
function browserOf({ vendor = 'Google Inc.', touch = true, standalone, displays = 'browser', kept }: Device) {
  const listeners = new Map<string, (event: Event) => void>()
  const held = kept ?? new Map<string, string>()
  const browser = {
    navigator: {
      vendor,
      maxTouchPoints: touch ? 5 : 0,
      ...(standalone === undefined ? {} : { standalone }),
    },
    matchMedia: (query: string) => ({
      matches: query === '(pointer: coarse)' ? touch : query === `(display-mode: ${displays})`,
    }),
    localStorage: {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
    },
    addEventListener: (name: string, listener: (event: Event) => void) => void listeners.set(name, listener),
  } as unknown as InstallBrowser
  return { browser, tell: (name: string, event: object = {}) => listeners.get(name)?.(event as Event) }
}

const now = Date.UTC(2026, 10, 24)
const installingOf = (device: Device, at = now) =>
  createRoot(() => createInstalling(browserOf(device).browser, () => at))

describe('how the app gets on the home screen', () => {
  test('by hand on an iPhone, by a menu on another phone, and not on a desk', () => {
    expect(installingOf({ vendor: 'Apple Computer, Inc.', standalone: false }).way()).toBe('iphone')
    expect(installingOf({}).way()).toBe('menu')
    expect(installingOf({ touch: false }).way()).toBe('none')
    expect(installingOf({ vendor: 'Apple Computer, Inc.', touch: false }).way()).toBe('none')
  })

  test('by one tap as soon as the browser offers its question, which is asked once', async () => {
    const { browser, tell } = browserOf({})
    const installing = createRoot(() => createInstalling(browser, () => now))
    let [asked, isHeldBack] = [0, false]
    tell('beforeinstallprompt', {
      preventDefault: () => {
        isHeldBack = true
      },
      prompt: async () => {
        asked += 1
      },
    })
    expect([installing.way(), isHeldBack]).toEqual(['tap', true])
    await installing.ask()
    await installing.ask()
    expect([installing.way(), asked]).toEqual(['menu', 1])
    tell('appinstalled')
    expect([installing.isInstalled(), installing.isSuggested()]).toEqual([true, false])
  })
})

describe('the line in the list', () => {
  test('is for phones that have it not installed', () => {
    expect(installingOf({}).isSuggested()).toBe(true)
    expect(installingOf({ touch: false }).isSuggested()).toBe(false)
    expect(installingOf({ displays: 'standalone' }).isSuggested()).toBe(false)
    expect(installingOf({ vendor: 'Apple Computer, Inc.', standalone: true }).isSuggested()).toBe(false)
  })

  test('is gone for thirty days once it was dismissed', () => {
    const kept = new Map<string, string>()
    const installing = installingOf({ kept })
    installing.dismiss()
    expect(installing.isSuggested()).toBe(false)
    expect(installingOf({ kept }, now + dismissedForMs - 1).isSuggested()).toBe(false)
    expect(installingOf({ kept }, now + dismissedForMs).isSuggested()).toBe(true)
  })
})

test('only Safari that has it not installed may forget what was not sent', () => {
  expect(installingOf({ vendor: 'Apple Computer, Inc.', standalone: false }).mayForget()).toBe(true)
  expect(installingOf({ vendor: 'Apple Computer, Inc.', standalone: true }).mayForget()).toBe(false)
  expect(installingOf({}).mayForget()).toBe(false)
})
