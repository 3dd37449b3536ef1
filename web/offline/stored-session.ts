import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { SessionMemory, SignedIn } from '../transport/session-keeper.ts'
import { shaped } from '../transport/shape.ts'
import { destroyVault, forgetCached, keptMs, openVault } from './vault.ts'

/** Who is signed in on this browser, so that the app opens without the server. Without it every store on the device stays shut. */
const sessionKey = 'yagura.session'
const contactKey = (accountId: Id) => `yagura.contact.${accountId}`

type Stored = { session: SignedIn; endsAt: EpochMs }

const stored = shaped<Stored>('session', 'endsAt')
const session = shaped<SignedIn>('accountId', 'deviceId', 'organizations')

/** A browser set to keep nothing throws at every touch. */
function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

export const sessionMemory: SessionMemory = {
  recall() {
    const held = attempt(() => stored(JSON.parse(localStorage.getItem(sessionKey) ?? 'null')))
    return held && session(held.session) ? held : null
  },
  remember(held) {
    attempt(() => localStorage.setItem(sessionKey, JSON.stringify(held)))
  },
  lock() {
    attempt(() => localStorage.removeItem(sessionKey))
  },
  async wipe(accountId) {
    attempt(() => localStorage.removeItem(contactKey(accountId)))
    await Promise.all([destroyVault(accountId), silenced()])
  },
  onChanged(changed) {
    window.addEventListener('storage', ({ key }) => key === sessionKey && changed())
  },
}

/** The device rings no more for who was signed in, and what it showed goes. */
async function silenced(): Promise<void> {
  if (globalThis.Notification?.permission !== 'granted') return
  await import('../store/silence.ts').then(({ silence }) => silence()).catch(() => undefined)
}

/** When the server was heard of last, on behalf of this account. */
export const lastContact = (accountId: Id): EpochMs | null =>
  attempt(() => Number(localStorage.getItem(contactKey(accountId)))) || null

export function noteContact(accountId: Id, now: EpochMs): void {
  attempt(() => localStorage.setItem(contactKey(accountId), String(now)))
}

/** What can be had again goes from the stores of all accounts of which the server was not heard for long. */
export async function forgetOld(now: EpochMs): Promise<void> {
  const keys = attempt(() => Object.keys(localStorage)) ?? []
  for (const key of keys) {
    const accountId = /^yagura\.contact\.([0-9a-f]{32})$/.exec(key)?.[1]
    if (accountId === undefined || now - (lastContact(accountId) ?? now) < keptMs) continue
    const vault = await openVault(accountId)
    if (vault === null) continue
    await forgetCached(vault)
    vault.close()
  }
}
