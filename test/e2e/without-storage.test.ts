import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from '../../protocol/server-message.ts'
import { clientId } from '../support/builders.ts'
import { planTown } from '../town/plan.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { personOf } from '../town/town.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'

let town: DemoTown
const plan = planTown()
const captains = Array.from(
  { length: 34 },
  (_, i) => new Phone(() => town.url, personOf(plan, `captain${i + 1}`).loginId),
)
const desk = new Phone(() => town.url, personOf(plan, 'desk1').loginId)
const everyone = [desk, ...captains]
const stepMs = 20 * 60_000

// A second try has a town of its own: time does not go back in one.
beforeEach(async () => {
  town = new DemoTown('without-storage')
  await town.start()
  for (const phone of everyone) await phone.signIn(demoPassword)
})
afterEach(() => town.kill())

test('[CU10] with D1 and R2 gone for two hours, 34 captains open rooms, renew, reconnect, post, read and count', async () => {
  const roomId = (await desk.rooms()).get('消防団一斉連絡') as string
  for (let step = 1; step * stepMs <= 2 * 3_600_000; step += 1) {
    await town.restart('--without-storage', '--clock-ahead-ms', `${step * stepMs}`)
    expect((await desk.request('GET', '/api/me')).status).toBe(401)
    expect(await Promise.all(everyone.map((phone) => phone.refresh()))).toEqual(everyone.map(() => 200))
    const { seq } = (await desk.command(roomId, {
      t: 'post',
      id: clientId(step),
      text: `${step}回目の連絡`,
    })) as Answer & { seq: number }
    const author = await desk.open(roomId)
    await author.welcome()
    for (const [i, captain] of captains.entries()) {
      if (i % 2 === 0) {
        const socket = await captain.open(roomId)
        expect(await socket.welcome()).toMatchObject({ head: seq })
        socket.send({ t: 'read', seq })
        await socket.update(({ pointer }) => pointer === seq)
        socket.close()
      } else {
        expect(await captain.sync(roomId)).toMatchObject({ head: seq })
        expect(await captain.command(roomId, { t: 'read', seq })).toEqual({ pointer: seq })
      }
    }
    await author.update(({ reads }) => reads !== undefined && (reads.counts[seq - reads.from] ?? 0) >= 34)
    author.close()
    expect(
      (await desk.request('GET', `/api/organizations/${desk.session?.organizations[0]?.id}/directory`)).status,
    ).toBe(503)
    expect((await desk.rooms()).get('消防団一斉連絡')).toBe(roomId)
  }
  const directory = await new Phone(() => town.url, desk.loginId).request('POST', '/api/session', {
    loginId: desk.loginId,
    password: demoPassword,
  })
  expect(directory.status).toBe(503)
})
