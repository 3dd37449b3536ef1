import { describe, expect, test } from 'vitest'
import type { Api, Failure } from '../../web/transport/api.ts'
import { paths } from '../../web/transport/paths.ts'
import { createSessionKeeper, type SignedIn } from '../../web/transport/session-keeper.ts'
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
  return { keeper: createSessionKeeper(server.api, () => clock.now), clock, asked: server.asked }
}

const aRoom = { method: 'GET', path: '/room', answer: anything } as const

describe('the session of this browser', () => {
  test('is asked for, and renewed where the access token is over', async () => {
    let isOver = true
    const { keeper, asked } = aKeeper({
      [paths.me]: () => (isOver ? 'signed_out' : session(10 * minuteMs)),
      [paths.refresh]: () => {
        isOver = false
        return session(10 * minuteMs)
      },
    })
    await keeper.restore()
    expect(keeper.current()).toMatchObject({ state: 'signed-in', session: { name: 'name' } })
    expect(asked).toEqual([paths.me, paths.refresh, paths.me])
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

  test('[SE20] is out where the server says that this device was ended', async () => {
    const { keeper } = aKeeper({
      '/room': () => 'signed_out',
      [paths.me]: () => 'signed_out',
      [paths.refresh]: () => 'device_ended',
    })
    await keeper.restore()
    expect(keeper.current()).toEqual({ state: 'signed-out', isEnded: false })
    expect(await keeper.ready()).toBe('signed-out')
    expect(await keeper.api(aRoom)).toEqual({ ok: false, failure: { code: 'device_ended' } })
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
