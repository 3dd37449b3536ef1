import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { BUILD_DIR } from '../../../.tasks/paths.mjs'
import { findChromium } from '../../../.tasks/toolchain.mjs'

/** Screens of the tests, to be looked at: `.build/screens/<name>.png`. */
const screensDir = join(BUILD_DIR, 'screens')

const quiet = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Headless Chromium; a missing one fails the test and never skips it. */
export const openBrowser = (): Promise<Browser> => chromium.launch(browserOptions())

export function browserOptions(): { executablePath: string; args: string[] } {
  const executablePath = findChromium()
  if (!executablePath)
    throw new Error('Chromium is not there: install chromium and fonts-noto-cjk, or set CHROMIUM_PATH')
  mkdirSync(screensDir, { recursive: true })
  return { executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu', ...quiet] }
}

export type Look = { width?: number; height?: number; colorScheme?: 'light' | 'dark' }

/** A person at a screen: the page, and everything that went wrong on it. */
export class Person {
  readonly page: Page
  readonly context: BrowserContext
  readonly troubles: string[] = []

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    page.on('pageerror', (error) => this.troubles.push(error.message))
    page.on('dialog', (dialog) => {
      this.troubles.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
        this.troubles.push(message.text())
    })
  }

  static async at(
    browser: Browser,
    url: string,
    { width = 390, height = 844, colorScheme = 'light' }: Look = {},
  ): Promise<Person> {
    const isPhone = width < 600
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      isMobile: isPhone,
      hasTouch: isPhone,
      locale: 'ja-JP',
      timezoneId: 'Asia/Tokyo',
    })
    return Person.on(context, url)
  }

  /** On the first page of a context, which is opened where there is none. */
  static async on(context: BrowserContext, url: string): Promise<Person> {
    context.setDefaultTimeout(10_000)
    const person = new Person(context, context.pages()[0] ?? (await context.newPage()))
    await person.page.goto(url)
    return person
  }

  /** The same person's browser with another page. */
  async tab(url: string): Promise<Person> {
    const person = new Person(this.context, await this.context.newPage())
    await person.page.goto(url)
    return person
  }

  async signIn(loginId: string, password: string): Promise<void> {
    await this.page.getByLabel('ログインID').fill(loginId)
    await this.page.getByRole('textbox', { name: 'パスワード' }).fill(password)
    await this.page.getByRole('button', { name: 'サインイン' }).click()
    await this.page.getByRole('navigation', { name: '組織' }).waitFor()
  }

  /** Until the service worker is installed. Where a file did not come it is not, and the next opening of the app tries again. */
  async installed(): Promise<void> {
    const isReady = () => this.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true))
    await isReady().catch(async () => {
      await this.page.reload()
      await isReady()
    })
  }

  async choose(organization: string, room: string): Promise<void> {
    await this.page.getByRole('button', { name: organization }).first().click()
    await this.page.locator('.room-item').filter({ hasText: room }).click()
    await this.log(room).waitFor()
  }

  log(room: string): Locator {
    return this.page.getByRole('log', { name: `${room}のメッセージ` })
  }

  async say(text: string): Promise<void> {
    await this.page.getByLabel('メッセージを入力').fill(text)
    await this.page.getByRole('button', { name: '送信', exact: true }).click()
    // A message to many can be taken back for a moment.
    await this.message(text).waitFor()
    const now = this.message(text).getByRole('button', { name: '今すぐ送る' })
    if ((await now.count()) > 0) await now.click()
  }

  /** To the newest message, when the room was opened further up. */
  async toNewest(): Promise<void> {
    await this.page.getByRole('button', { name: /新着|最新へ/ }).click()
  }

  message(text: string): Locator {
    return this.page.locator('.message').filter({ hasText: text }).last()
  }

  async menu(text: string, item: string): Promise<void> {
    await this.message(text).getByRole('button', { name: 'メッセージの操作' }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: item, exact: true }).click()
  }

  async screen(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screensDir, `${name}.png`) })
  }
}
