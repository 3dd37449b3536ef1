import { type Accessor, createSignal } from 'solid-js'
import type * as v from 'valibot'
import type { Activate, Session, SignIn, Start } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { type Api, type Ask, type Failure, failed, isOut, type Reply } from './api.ts'
import { paths } from './paths.ts'
import { anything, shaped } from './shape.ts'

export type SignedIn = v.InferOutput<typeof Session>

/** The room lists that came with the session. */
export type StartLists = v.InferOutput<typeof Start>['lists']

/** What the browser remembers of its session beyond the page. */
export type SessionMemory = {
  /** The session that was there last, and when its access token ends by this device's clock. */
  recall: () => { session: SignedIn; endsAt: EpochMs } | null
  remember: (held: { session: SignedIn; endsAt: EpochMs }) => void
  /** The session ended: what its person keeps here stays shut until the same person signs in again. */
  lock: () => void
  /** All that the account keeps here goes. */
  wipe: (accountId: Id) => Promise<void>
  /** Another tab remembered or locked. */
  onChanged: (changed: () => void) => void
}

const session = shaped<SignedIn>('accountId', 'deviceId', 'organizations', 'accessEndsAt', 'now')

/** unknown until the server has been asked; `isEnded` when a session that was there has ended. */
export type SessionState =
  | { state: 'unknown' }
  | { state: 'unreachable' }
  | { state: 'signed-out'; isEnded: boolean }
  | { state: 'signed-in'; session: SignedIn }

export type SessionKeeper = {
  current: Accessor<SessionState>
  /** Room lists that came with the answer to who is signed in; empty until it came. */
  lists: Accessor<StartLists>
  /** Shows who was signed in here last, and asks the server whether that is so. */
  restore: () => Promise<void>
  signIn: (body: v.InferInput<typeof SignIn>) => Promise<Reply<SignedIn>>
  activate: (body: v.InferInput<typeof Activate>) => Promise<Reply<SignedIn>>
  signOut: () => Promise<Reply<null>>
  /** Before a socket opens: the access token is good for a while. */
  ready: () => Promise<'ready' | 'signed-out' | 'unreachable'>
  /** The server said that the device is out: believe it after asking once more. */
  recheck: () => Promise<void>
  /** The API on behalf of the person signed in: a 401 renews the session once and asks again. */
  api: Api
}

const start = shaped<v.InferOutput<typeof Start>>('session', 'lists')

/** The token is renewed when it has less than this left. */
const marginMs = 60_000

export type SessionKeeperParts = {
  api: Api
  memory: SessionMemory
  now: () => EpochMs
  /** One tab at a time: two that renew at the same moment would only ask twice. */
  alone: <T>(work: () => Promise<T>) => Promise<T>
}

/** Keeps the session of this browser. The tokens are in cookies that no script can read; here is only when they end. */
export function createSessionKeeper(parts: SessionKeeperParts): SessionKeeper {
  const { api: raw, memory } = parts
  const [lists, setLists] = createSignal<StartLists>([])
  const held = new HeldSession(parts)

  async function api<T>(ask: Ask<T>): Promise<Reply<T>> {
    const as = held.account() ?? undefined
    if (held.current().state === 'signed-in' && !held.isFresh()) await held.renew()
    const reply = await raw({ ...ask, as })
    if (reply.ok || reply.failure.code !== 'signed_out') return reply
    held.doubt()
    const renewed = await held.renew()
    if (!renewed.ok) return failed(renewed.failure.code)
    // Somebody else may be signed in by now: what was asked is not theirs to ask.
    return as === undefined || renewed.value.accountId === as ? raw({ ...ask, as }) : reply
  }

  return {
    current: held.current,
    lists,
    api,
    async restore() {
      held.recall()
      await held.renew(async () => {
        const reply = await raw({ method: 'GET', path: paths.start, answer: start, isPreloaded: true })
        if (reply.ok) setLists(reply.value.lists)
        return reply.ok ? { ok: true, value: reply.value.session } : reply
      })
      held.giveUpUnknown()
    },
    signIn: async (body) => held.take(await raw({ method: 'POST', path: paths.session, body, answer: session })),
    activate: async (body) => held.take(await raw({ method: 'POST', path: paths.activation, body, answer: session })),
    async signOut() {
      // Another tab may hear of it first, and end the session here as well.
      const accountId = held.account()
      const reply = await raw({ method: 'DELETE', path: paths.session, answer: anything })
      if (!reply.ok && reply.failure.code !== 'signed_out') return reply
      held.end(false)
      if (accountId !== null) await memory.wipe(accountId)
      return { ok: true, value: null }
    },
    async ready() {
      if (held.isFresh() || (await held.renew()).ok) return 'ready'
      return held.current().state === 'signed-out' ? 'signed-out' : 'unreachable'
    },
    async recheck() {
      held.doubt()
      await held.renew()
    },
  }
}

type Remembered = NonNullable<ReturnType<SessionMemory['recall']>>

/** The session as this page knows it, and how it is renewed. */
class HeldSession {
  readonly current: Accessor<SessionState>
  private readonly set: (next: SessionState) => void
  private endsAt: EpochMs = 0
  private renewal: Promise<Reply<SignedIn>> | null = null

  constructor(private readonly parts: SessionKeeperParts) {
    const [current, setCurrent] = createSignal<SessionState>({ state: 'unknown' })
    this.current = current
    this.set = (next) => void setCurrent(next)
    parts.memory.onChanged(() => {
      const held = parts.memory.recall()
      if (held !== null) this.adopt(held)
      else if (this.current().state === 'signed-in') this.set({ state: 'signed-out', isEnded: true })
    })
  }

  account(): Id | null {
    const held = this.current()
    return held.state === 'signed-in' ? held.session.accountId : null
  }

  isFresh(until = this.endsAt): boolean {
    return this.parts.now() <= until - marginMs
  }

  /** The server no longer takes the access token: whatever its time says. */
  doubt(): void {
    this.endsAt = 0
  }

  /** Shows who was signed in here last, before the server was asked. */
  recall(): void {
    const held = this.parts.memory.recall()
    if (held !== null && this.current().state === 'unknown') this.set({ state: 'signed-in', session: held.session })
  }

  giveUpUnknown(): void {
    if (this.current().state === 'unknown') this.set({ state: 'unreachable' })
  }

  take(reply: Reply<SignedIn>): Reply<SignedIn> {
    if (!reply.ok) {
      this.endIfOver(reply.failure.code)
      return reply
    }
    const { accessEndsAt, now } = reply.value
    this.endsAt = this.parts.now() + (accessEndsAt - now)
    this.parts.memory.remember({ session: reply.value, endsAt: this.endsAt })
    this.set({ state: 'signed-in', session: reply.value })
    return reply
  }

  /** One renewal at a time, in this tab and among the tabs, whoever asks for it. */
  renew(ask = this.askRenewal): Promise<Reply<SignedIn>> {
    this.renewal ??= ask().then((reply) => {
      this.renewal = null
      return this.take(reply)
    })
    return this.renewal
  }

  private readonly askRenewal = (): Promise<Reply<SignedIn>> =>
    this.parts.alone(async () => {
      const held = this.parts.memory.recall()
      const isNewer = held !== null && held.session.accountId === this.account() && held.endsAt > this.endsAt
      if (isNewer && this.endsAt > 0 && this.isFresh(held.endsAt))
        return { ok: true, value: asOfNow(held, this.parts.now()) }
      return this.parts.api({ method: 'POST', path: paths.refresh, body: {}, answer: session })
    })

  end(isEnded: boolean): void {
    this.endsAt = 0
    this.parts.memory.lock()
    this.set({ state: 'signed-out', isEnded })
  }

  /** That its owner ended the session from elsewhere takes along what is kept here. */
  private endIfOver(code: Failure['code']): void {
    if (!isOut(code)) return
    const before = this.current()
    const accountId = this.account()
    this.end(before.state === 'signed-in')
    if (code === 'device_ended' && accountId !== null) void this.parts.memory.wipe(accountId)
  }

  private adopt({ session: known, endsAt }: Remembered): void {
    this.endsAt = endsAt
    this.set({ state: 'signed-in', session: known })
  }
}

/** What another tab was told, as if it had been told now. */
const asOfNow = ({ session: known, endsAt }: Remembered, now: EpochMs): SignedIn => ({
  ...known,
  now: known.accessEndsAt - (endsAt - now),
})

/** A pause before a place is entered again that had shown somebody out. */
const comeBackMs = 5_000

/** The server said that this device is out; where that turns out not to be so, what was closed is opened again after a pause. */
export function comeBackWhenAlive(keeper: SessionKeeper, open: () => void): void {
  void keeper.recheck().then(() => {
    if (keeper.current().state === 'signed-in') setTimeout(open, comeBackMs)
  })
}
