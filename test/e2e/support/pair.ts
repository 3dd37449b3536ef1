import type { Browser } from 'playwright-core'
import { planTown } from '../../town/plan.ts'
import { demoPassword } from '../../town/sign-ins.ts'
import { personOf } from '../../town/town.ts'
import { Person } from './browser.ts'
import { Network } from './network.ts'

const plan = planTown()
const corps = '火見市消防団'
/** So high that a whole conversation of a test stands on the screen at once. */
const height = 3_200

/** One after another: many tries of one account at the same moment are taken for guessing. */
let lastSignIn: Promise<unknown> = Promise.resolve()
function signInAtDesk(desk: Person): Promise<void> {
  const signedIn = lastSignIn.then(() => desk.signIn('jimukyoku', demoPassword))
  lastSignIn = signedIn.catch(() => {})
  return signedIn
}

/** When the line that tells of a bad connection was there, by the page's own clock. */
export type Bar = { text: string; fromMs: number; toMs: number | null }

/** The desk of the corps at a wide screen and a captain's phone in the room between them, both behind one network. */
export class Pair {
  readonly network: Network
  readonly desk: Person
  readonly phone: Person
  readonly both: readonly Person[]

  private constructor(network: Network, desk: Person, phone: Person) {
    this.network = network
    this.desk = desk
    this.phone = phone
    this.both = [desk, phone]
  }

  /** `before` is done to the network when both have signed in and nobody has opened a room. */
  static async of(
    browser: Browser,
    townPort: () => number,
    division: number,
    before: (network: Network) => void = () => {},
  ): Promise<Pair> {
    const network = await Network.before(townPort)
    const desk = await Person.at(browser, network.url, { width: 1_280, height })
    const phone = await Person.at(browser, network.url, { height })
    const pair = new Pair(network, desk, phone)
    await Promise.all([signInAtDesk(desk), phone.signIn(personOf(plan, `captain${division}`).loginId, demoPassword)])
    before(network)
    const room = `第${division}分団 個別連絡`
    await Promise.all([desk.choose(corps, room), phone.choose(corps, room)])
    return pair
  }

  async close(): Promise<void> {
    for (const { context } of this.both) await context.close()
    await this.network.close()
  }
}

/** The texts on screen that begin so, from top to bottom. */
export async function textsOf({ page }: Person, beginning: string): Promise<string[]> {
  const texts = await page.locator('.message .bubble').allInnerTexts()
  return texts.filter((text) => text.startsWith(beginning))
}

/** Notes from now on when the room's line of the connection comes and goes. */
export async function watchBars({ page }: Person): Promise<() => Promise<Bar[]>> {
  await page.evaluate(() => {
    const bars: Bar[] = []
    const look = () => {
      const line = document.querySelector('.room .connection-bar span')?.textContent ?? null
      // What waits to be sent is told in the same place, and is no trouble of the connection.
      const text = line === null ? null : line.trim()
      const last = bars.at(-1)
      if (last?.toMs === null && last.text !== text) last.toMs = performance.now()
      if (text !== null && bars.at(-1)?.toMs !== null) bars.push({ text, fromMs: performance.now(), toMs: null })
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { bars })
  })
  return () => page.evaluate(() => (window as unknown as { bars: Bar[] }).bars)
}
