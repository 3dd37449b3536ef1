import { describe, expect, test } from 'vitest'
import type { Api, Failure } from '../../web/transport/api.ts'
import { paths } from '../../web/transport/paths.ts'
import { createSessionKeeper, type SessionMemory, type SignedIn } from '../../web/transport/session-keeper.ts'
import { anything, serverMessageOf } from '../../web/transport/shape.ts'

const minuteMs = 60_000
const session = (endsInMs: number): SignedIn => ({
  accountId: 'a',
  loginId: 'login',
  name: 'name',
  deviceId: 'd',
  organizations: [],
  accessEndsAt: 5_000_000 + endsInMs,
  now: 5_000_000,
})

/** A server that answers by path, and remembers what it was asked. */
function aServer(answers: Record<string, () => unknown>) {
  const asked: string[] = []
  const api: Api = async (ask) => {
    asked.push(ask.path)
    const answer = answers[ask.path]?.()
    await Promise.resolve()
    if (typeof answer === 'string') return { ok: false, failure: { code: answer as Failure['code'] } }
    const value = ask.answer(answer)
    return value === null ? { ok: false, failure: { code: 'reload_required' } } : { ok: true, value }
  }
  return { api, asked }
}

function aKeeper(answers: Record<string, () => unknown>) {
  const clock = { now: 1_000 }
  const server = aServer(answers)
  const memory = aMemory()
  const now = () => clock.now
  const keeper = createSessionKeeper({ api: server.api, memory, now, alone: (work) => work() })
  return { keeper, clock, asked: server.asked, memory }
}

/** What a browser remembers, and what was wiped. */
function aMemory() {
  const tabs: (() => void)[] = []
  const memory = {
    held: null as ReturnType<SessionMemory['recall']>,
    wiped: [] as string[],
    recall: () => memory.held,
    remember: (held: NonNullable<ReturnType<SessionMemory['recall']>>) => {
      memory.held = held
    },
    lock: () => {
      memory.held = null
    },
    wipe: async (accountId: string) => void memory.wiped.push(accountId),
    onChanged: (changed: () => void) => void tabs.push(changed),
    /** As another tab would do it. */
    changeElsewhere(held: ReturnType<SessionMemory['recall']>) {
      memory.held = held
      for (const tell of tabs) tell()
    },
  }
  return memory
}

const aRoom = { method: 'GET', path: '/room', answer: anything } as const

describe('the session of this browser', () => {
  const started = (endsInMs: number) => ({ session: session(endsInMs), lists: [{ organizationId: 'o', rooms: [] }] })

  test('is asked for together with the room lists', async () => {
    const { keeper, asked, memory } = aKeeper({ [paths.start]: () => started(10 * minuteMs) })
    await keeper.restore()
    expect(keeper.current()).toMatchObject({ state: 'signed-in', session: { name: 'name' } })
    expect(keeper.lists()).toEqual([{ organizationId: 'o', rooms: [] }])
    expect(asked).toEqual([paths.start])
    expect(memory.held?.endsAt).toBe(1_000 + 10 * minuteMs)
  })

  test('who was signed in is shown before the server answers, and stays where it cannot be reached', async () => {
    const { keeper, memory } = aKeeper({ [paths.start]: () => 'unreachable' })
    memory.held = { session: session(0), endsAt: 0 }
    const restored = keeper.restore()
    expect(keeper.current().state).toBe('signed-in')
    await restored
    expect(keeper.current().state).toBe('signed-in')
  })

  test('nobody was signed in and the server cannot be reached', async () => {
    const { keeper } = aKeeper({ [paths.start]: () => 'unreachable' })
    await keeper.restore()
    expect(keeper.current().state).toBe('unreachable')
  })

  test('[SE20] a session that is over locks what is kept; one that its owner ended elsewhere takes it along', async () => {
    for (const [answer, wiped] of [
      ['signed_out', []],
      ['device_ended', ['a']],
    ] as const) {
      const { keeper, memory } = aKeeper({ [paths.start]: () => answer })
      memory.held = { session: session(0), endsAt: 0 }
      await keeper.restore()
      expect(keeper.current()).toEqual({ state: 'signed-out', isEnded: true })
      expect(memory.held).toBeNull()
      expect(memory.wiped).toEqual(wiped)
    }
  })

  test('a socket that opens meanwhile waits for that answer instead of asking itself', async () => {
    const { keeper, asked, memory } = aKeeper({ [paths.start]: () => started(10 * minuteMs) })
    memory.held = { session: session(0), endsAt: 0 }
    const restored = keeper.restore()
    expect(await keeper.ready()).toBe('ready')
    await restored
    expect(asked).toEqual([paths.start])
  })

  test('another tab’s sign-in, renewal and sign-out are this one’s too', async () => {
    const { keeper, clock, asked, memory } = aKeeper({ [paths.session]: () => session(10 * minuteMs) })
    await keeper.signIn({ loginId: 'login', password: 'password' })
    clock.now += 9.5 * minuteMs
    memory.held = { session: session(10 * minuteMs), endsAt: clock.now + 10 * minuteMs }
    expect(await keeper.ready()).toBe('ready')
    clock.now += 5 * minuteMs
    expect(await keeper.ready()).toBe('ready')
    expect(asked).toEqual([paths.session])
    memory.changeElsewhere({ session: { ...session(10 * minuteMs), accountId: 'b' }, endsAt: clock.now + minuteMs })
    expect(keeper.current()).toMatchObject({ session: { accountId: 'b' } })
    memory.changeElsewhere(null)
    expect(keeper.current()).toEqual({ state: 'signed-out', isEnded: true })
  })

  test('what one person left open is not asked for another who signed in meanwhile', async () => {
    const { keeper, asked } = aKeeper({
      [paths.session]: () => session(10 * minuteMs),
      '/room': () => 'signed_out',
      [paths.refresh]: () => ({ ...session(10 * minuteMs), accountId: 'b' }),
    })
    await keeper.signIn({ loginId: 'login', password: 'password' })
    expect(await keeper.api(aRoom)).toMatchObject({ ok: false })
    expect(asked).toEqual([paths.session, '/room', paths.refresh])
    expect(keeper.current()).toMatchObject({ session: { accountId: 'b' } })
  })

  test('is renewed before the token ends, whatever the clock of the server says', async () => {
    const { keeper, clock, asked } = aKeeper({
      [paths.session]: () => session(10 * minuteMs),
      [paths.refresh]: () => session(10 * minuteMs),
    })
    await keeper.signIn({ loginId: 'login', password: 'password' })
    expect(await keeper.ready()).toBe('ready')
    expect(asked).toEqual([paths.session])
    clock.now += 9.5 * minuteMs
    expect(await keeper.ready()).toBe('ready')
    expect(asked).toEqual([paths.session, paths.refresh])
  })

  test('is renewed once, however many ask at the same time', async () => {
    let isOver = true
    const { keeper, asked } = aKeeper({
      '/room': () => (isOver ? 'signed_out' : {}),
      [paths.refresh]: () => {
        isOver = false
        return session(10 * minuteMs)
      },
    })
    const replies = await Promise.all([keeper.api(aRoom), keeper.api(aRoom), keeper.api(aRoom)])
    expect(replies.every(({ ok }) => ok)).toBe(true)
    expect(asked.filter((path) => path === paths.refresh)).toHaveLength(1)
  })

  test('ends when the server will not renew it, and tells that it was there', async () => {
    const { keeper } = aKeeper({ [paths.session]: () => session(minuteMs / 2), [paths.refresh]: () => 'signed_out' })
    await keeper.signIn({ loginId: 'login', password: 'password' })
    expect(await keeper.ready()).toBe('signed-out')
    expect(keeper.current()).toEqual({ state: 'signed-out', isEnded: true })
  })

  test('a network that gives no answer signs nobody out', async () => {
    const { keeper } = aKeeper({ [paths.session]: () => session(minuteMs / 2), [paths.refresh]: () => 'unreachable' })
    await keeper.signIn({ loginId: 'login', password: 'password' })
    expect(await keeper.ready()).toBe('unreachable')
    expect(keeper.current().state).toBe('signed-in')
  })

  test('signing out needs the server’s answer', async () => {
    let answer: unknown = 'unreachable'
    const { keeper } = aKeeper({ [paths.session]: () => (answer === null ? session(minuteMs / 2) : answer) })
    answer = null
    await keeper.signIn({ loginId: 'login', password: 'password' })
    answer = 'unreachable'
    expect((await keeper.signOut()).ok).toBe(false)
    expect(keeper.current().state).toBe('signed-in')
    answer = {}
    await keeper.signOut()
    expect(keeper.current()).toEqual({ state: 'signed-out', isEnded: false })
  })

  test('[CL6] signing out takes everything along, also where another tab hears of it first', async () => {
    let isOver = false
    const { keeper, memory } = aKeeper({
      [paths.session]: () => {
        if (!isOver) return session(minuteMs / 2)
        memory.changeElsewhere(null)
        return {}
      },
    })
    await keeper.signIn({ loginId: 'login', password: 'password' })
    isOver = true
    expect((await keeper.signOut()).ok).toBe(true)
    expect(memory.wiped).toEqual(['a'])
  })
})

describe('frames down', () => {
  test.each(['', 'null', '[]', '{"t":"other"}', '{"t":"welcome"}', '{"t":"page","entries":[]}', '{"t":"constructor"}'])(
    '%s is none of ours',
    (frame) => {
      expect(serverMessageOf(frame)).toBeNull()
    },
  )

  test('a frame of ours may say more than this client knows', () => {
    expect(serverMessageOf('{"t":"update","pointer":3,"later":true}')).toMatchObject({ t: 'update', pointer: 3 })
  })
})
