import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { buildFiveTimes } from '../../.tasks/build.mjs'
import { limits } from '../../protocol/limits.ts'
import { RingingTown } from './support/ringing-town.ts'

/** The fire corps and one who writes: 579 phones to ring. */
const corps = 580
/** For what does not depend on how many they are. */
const few = 40
const text = '非常招集 火見川の水位が上がっています。詰所に集まってください。'
const withinMs = 60_000
const killAfter = 200
/** What may be under way at the moment of a kill: two runs of a Worker's pushes. */
const mostTwice = 2 * limits.pushesAtOnce
const timeoutMs = 300_000

const running: RingingTown[] = []
afterEach(async () => {
  for (const town of running.splice(0)) await town.end()
})

async function start(people: number, workerDir?: string): Promise<RingingTown> {
  const town = await RingingTown.start(people, workerDir)
  running.push(town)
  return town
}

/** How often each phone has rung for the entry, as often as there are phones. */
const ringsOf = (town: RingingTown, seq: number) =>
  town.others.map((person) => town.phoneOf(person).ringsFor(town.roomId, seq))
const once = (phones: number) => Array.from({ length: phones }, () => 1)

function expectNothingWrong({ receiver }: RingingTown): void {
  expect(receiver.violations).toEqual([])
  expect(receiver.strays).toEqual([])
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
function sayWhen(what: string, { receiver }: RingingTown, from: number): void {
  const ats = receiver.pushes().flatMap(({ at }) => (at >= from ? [at - from] : []))
  console.info(`${what}: ${ats.length} pushes, first ${seconds(Math.min(...ats))}, last ${seconds(Math.max(...ats))}`)
}

/** Whose rings have been delivered for the fifth time (test/town/five-times). */
const deliveredFiveTimes = async ({ url }: RingingTown): Promise<number> =>
  ((await (await fetch(`${url}/five-times`)).json()) as string[]).length

describe('a message to 580', { timeout: timeoutMs }, () => {
  test('[RG6] rings 579 phones once each, although the queue delivers everything five times; what is said and who says it is in no push', async () => {
    const town = await start(corps, await buildFiveTimes())
    const postedAt = Date.now()
    const seq = await town.post(text)
    await town.rung(town.others, seq, withinMs)
    sayWhen('five deliveries, from the post', town, postedAt)
    await expect.poll(() => deliveredFiveTimes(town), { timeout: withinMs, interval: 250 }).toBeGreaterThanOrEqual(579)
    expect(await town.settled(seq, withinMs)).toEqual({ rung: 579 })

    expect(ringsOf(town, seq)).toEqual(once(579))
    const pushes = town.receiver.pushes()
    expect(pushes).toHaveLength(579)
    expect(town.receiver.pushes(town.author.device)).toEqual([])
    for (const word of [text, '非常招集', '火見川', town.author.name])
      expect(pushes.filter((push) => push.text.includes(word))).toEqual([])
    expect([...new Set(pushes.map(({ size }) => size))]).toEqual([expect.any(Number)])
    expect(pushes[0]?.size).toBeLessThanOrEqual(4_096)
    expectNothingWrong(town)
  })

  test('[RG10] has rung 579 phones once each although the town was killed among the pushes', async () => {
    const town = await start(corps)
    const postedAt = Date.now()
    const seq = await town.post(text)
    await town.receiver.until(killAfter, withinMs)
    await town.kill()
    const pushedBefore = town.receiver.pushes().length
    expect(pushedBefore).toBeLessThan(579)
    await town.startAgain()
    const restartedAt = Date.now()
    await town.rung(town.others, seq, withinMs + limits.ringAgainMs)
    sayWhen(`killed after ${pushedBefore}, from the post`, town, postedAt)
    sayWhen('after the restart', town, restartedAt)
    expect(await town.settled(seq, withinMs)).toEqual({ rung: 579 })

    expect(ringsOf(town, seq)).toEqual(once(579))
    const twice = town.receiver.pushes().length - 579
    console.info(`${twice} came twice, and were shown without a sound`)
    expect(twice).toBeLessThanOrEqual(mostTwice)
    expectNothingWrong(town)
  })
})

describe('a push service', { timeout: timeoutMs }, () => {
  test('[RG6] that no longer knows a subscription is not asked again, and the phone’s owner is told that it does not ring', async () => {
    const town = await start(few)
    const [gone, good] = [town.others.slice(0, 10), town.others.slice(10)]
    for (const { device } of gone) device.answer = { status: 410 }
    const first = await town.post(text)
    await town.rung(good, first, withinMs)
    expect(await town.settled(first, withinMs)).toEqual({ rung: good.length, failed: gone.length })
    for (const person of gone)
      await expect
        .poll(async () => (await town.ringing(person)).devices.map(({ outlook }) => outlook), { timeout: 10_000 })
        .toEqual(['ended'])

    for (const { device } of gone) device.answer = null
    const second = await town.post('続報 雨量が増えています。')
    await town.rung(good, second, withinMs)
    expect(await town.settled(second, withinMs)).toMatchObject({ rung: good.length })
    expect(gone.map(({ device }) => town.receiver.pushes(device).length)).toEqual(once(gone.length))
    expect(good.map(({ device }) => town.receiver.pushes(device).length)).toEqual(good.map(() => 2))
    expectNothingWrong(town)
  })

  test('[RG10] that is down delays the ring and nothing else', async () => {
    const town = await start(few)
    const [reader, ...others] = town.others
    if (reader === undefined) throw new Error('nobody is there')
    await town.receiver.goDown()
    const seq = await town.post(text)
    const { entries } = await town.sync(reader)
    expect(entries.at(-1)).toMatchObject({ seq, kind: 'message', text })
    expect(await town.command(reader, { t: 'read', seq })).toEqual({ pointer: seq })

    await expect.poll(async () => (await town.record(seq)).rings.length, { timeout: withinMs }).toBeGreaterThan(0)
    await pause(5_000) // Long enough for a first try to be refused.
    expect(town.receiver.pushes()).toEqual([])
    await town.receiver.comeBack()
    const backAt = Date.now()
    await town.rung(others, seq, withinMs + limits.ringAgainMs)
    sayWhen('after the push service was down, from its return', town, backAt)
    await town.settled(seq, withinMs)
    expect(others.map((person) => town.phoneOf(person).ringsFor(town.roomId, seq))).toEqual(once(others.length))
    expectNothingWrong(town)
  })
})
