import { type Accessor, createSignal } from 'solid-js'
import type * as v from 'valibot'
import type { Activate, Session, SignIn } from '../../protocol/http.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import { type Api, type Ask, failed, isOut, type Reply } from './api.ts'
import { paths } from './paths.ts'
import { anything, shaped } from './shape.ts'

export type SignedIn = v.InferOutput<typeof Session>

const session = shaped<SignedIn>('accountId', 'deviceId', 'organizations', 'accessEndsAt', 'now')

/** unknown until the server has been asked; `isEnded` when a session that was there has ended. */
export type SessionState =
  | { state: 'unknown' }
  | { state: 'unreachable' }
  | { state: 'signed-out'; isEnded: boolean }
  | { state: 'signed-in'; session: SignedIn }

export type SessionKeeper = {
  current: Accessor<SessionState>
  /** Asks who is signed in, renewing where needed. */
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

/** The token is renewed when it has less than this left. */
const marginMs = 60_000

/** Keeps the session of this browser. The tokens are in cookies that no script can read; here is only when they end. */
export function createSessionKeeper(raw: Api, now: () => EpochMs): SessionKeeper {
  const [current, setCurrent] = createSignal<SessionState>({ state: 'unknown' })
  let endsAt: EpochMs = 0
  let renewal: Promise<Reply<SignedIn>> | null = null

  function take(reply: Reply<SignedIn>): Reply<SignedIn> {
    if (reply.ok) {
      endsAt = now() + (reply.value.accessEndsAt - reply.value.now)
      setCurrent({ state: 'signed-in', session: reply.value })
    }
    return reply
  }

  /** One renewal at a time, whoever asks for it. */
  function renew(): Promise<Reply<SignedIn>> {
    renewal ??= raw({ method: 'POST', path: paths.refresh, body: {}, answer: session }).then((reply) => {
      renewal = null
      if (!reply.ok && isOut(reply.failure.code)) end()
      return take(reply)
    })
    return renewal
  }

  function end(): void {
    setCurrent((before) => ({ state: 'signed-out', isEnded: before.state === 'signed-in' }))
    endsAt = 0
  }

  async function api<T>(ask: Ask<T>): Promise<Reply<T>> {
    if (current().state === 'signed-in' && now() > endsAt - marginMs) await renew()
    const reply = await raw(ask)
    if (reply.ok || reply.failure.code !== 'signed_out') return reply
    const renewed = await renew()
    return renewed.ok ? raw(ask) : failed(renewed.failure.code)
  }

  return {
    current,
    api,
    async restore() {
      const reply = take(await api({ method: 'GET', path: paths.me, answer: session }))
      if (!reply.ok) setCurrent({ state: isOut(reply.failure.code) ? 'signed-out' : 'unreachable', isEnded: false })
    },
    signIn: async (body) => take(await raw({ method: 'POST', path: paths.session, body, answer: session })),
    activate: async (body) => take(await raw({ method: 'POST', path: paths.activation, body, answer: session })),
    async signOut() {
      const reply = await raw({ method: 'DELETE', path: paths.session, answer: anything })
      if (!reply.ok && reply.failure.code !== 'signed_out') return reply
      endsAt = 0
      setCurrent({ state: 'signed-out', isEnded: false })
      return { ok: true, value: null }
    },
    async ready() {
      if (now() <= endsAt - marginMs) return 'ready'
      const renewed = await renew()
      if (renewed.ok) return 'ready'
      return isOut(renewed.failure.code) ? 'signed-out' : 'unreachable'
    },
    async recheck() {
      await renew()
    },
  }
}

/** A pause before a place is entered again that had shown somebody out. */
const comeBackMs = 5_000

/** The server said that this device is out; where that turns out not to be so, what was closed is opened again after a pause. */
export function comeBackWhenAlive(keeper: SessionKeeper, open: () => void): void {
  void keeper.recheck().then(() => {
    if (keeper.current().state === 'signed-in') setTimeout(open, comeBackMs)
  })
}
