import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { browserOptions, Person } from './browser.ts'

const endsWithinMs = 20_000

/** A phone with a browser of its own, whose storage outlives the browser: it can be killed and opened again. */
export class OwnPhone {
  readonly #profile = mkdtempSync(join(tmpdir(), 'yagura-phone-'))
  #context: BrowserContext | null = null

  /** Opens the browser, without a network where wished, and a page on the address. */
  async open(url: string, { isOffline = false }: { isOffline?: boolean } = {}): Promise<Person> {
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      ...browserOptions(),
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      locale: 'ja-JP',
      timezoneId: 'Asia/Tokyo',
      offline: isOffline,
    })
    return Person.on(this.#context, url)
  }

  async page(): Promise<Page> {
    const page = this.#context?.pages()[0]
    if (!page) throw new Error('the browser is not open')
    return page
  }

  /** kill -9 of all its processes: nothing is saved that was not on the disk, or on its way there. */
  async kill(): Promise<void> {
    // One that was being born while the others were counted is killed in the next round.
    for (let pids = this.#processes(); pids.length > 0; pids = this.#processes()) {
      for (const pid of pids) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // A child that went with its parent.
        }
      }
    }
    this.#context = null
  }

  #processes(): number[] {
    const { stdout } = spawnSync('pgrep', ['-f', `user-data-dir=${this.#profile}`], { encoding: 'utf8' })
    return stdout.split('\n').filter(Boolean).map(Number)
  }

  async close(): Promise<void> {
    const context = this.#context
    this.#context = null
    // A browser that does not end when it is asked to is ended.
    const patience = setTimeout(() => this.kill(), endsWithinMs)
    await context?.close()
    clearTimeout(patience)
  }

  async destroy(): Promise<void> {
    await this.close()
    rmSync(this.#profile, { recursive: true, force: true })
  }
}
