import { beforeAll, expect, test } from 'vitest'
import { closeCodes } from '../../../protocol/close-codes.ts'
import type { Id } from '../../../protocol/ids.ts'
import type { Roster } from '../../../protocol/roster.ts'
import { testSecrets } from '../../support/test-secrets.ts'
import { planTown } from '../../town/plan.ts'
import { plantTown } from '../../town/plant.ts'
import { demoPassword } from '../../town/sign-ins.ts'
import { organizationOf, personOf } from '../../town/town.ts'
import { roomIdsOf } from '../../town/who-is-in.ts'
import { Browser, bindings, sessionIn } from '../browser.ts'
import { DoorSocket } from '../door-socket.ts'

/** The demo town through the front door: whoever becomes 主査 is in 災, and whoever is no more is out. */
const town = planTown()
const [city, disaster] = [organizationOf(town, 'city'), organizationOf(town, 'disaster')]
const roomPath = `/api/rooms/${roomIdsOf(town).find(({ key }) => key === 'disaster')?.id}`
const titleId = (name: string) => city.titles.find((title) => title.name === name)?.id
const clerk = personOf(town, 'gesui/主事')
const query = 'v=1&seq=0&rev=0&roster=0'

async function signedIn(loginId: string): Promise<Browser> {
  const browser = new Browser()
  expect((await browser.signIn(loginId, demoPassword)).status).toBe(200)
  return browser
}

let [admin, mayor, own]: Browser[] = []
beforeAll(async () => {
  await plantTown({ env: bindings(), now: Date.now(), pepper: testSecrets.PASSWORD_PEPPER, talk: false })
  ;[admin, mayor, own] = await Promise.all(['admin', 'shicho', clerk.loginId].map(signedIn))
}, 60_000)

const give = (accountId: Id, title: string) =>
  admin?.ask(`/api/organizations/${city.id}/accounts/${accountId}/title`, {
    method: 'PUT',
    body: { titleId: titleId(title) },
  })
const badgesOf = async (browser?: Browser) => {
  const session = await sessionIn((await browser?.ask('/api/me')) ?? expect.unreachable())
  return session.organizations.map(({ badge, title }) => `${badge} ${title}`)
}
const rosterOf = async (browser?: Browser) => {
  const welcome = (await (await browser?.ask(`${roomPath}/sync?${query}`))?.json()) as {
    roster: Roster
  }
  const { members, units } = welcome.roster
  return members
    .filter(({ present }) => present)
    .map(({ name, title, unit }) => ({ name, title, unit: units[unit]?.name }))
}

test('[DR22] [DR23] a 主事 promoted to 主査 is in 災 and in 災害連絡グループ; the demotion takes them out and closes the socket', async () => {
  expect(await badgesOf(own)).toEqual(['市 主事'])
  expect(await rosterOf(mayor)).toHaveLength(122)
  expect((await own?.ask(`${roomPath}/sync?${query}`))?.status).toBe(404)

  expect((await give(clerk.id, '主査'))?.status).toBe(204)
  expect(await badgesOf(own)).toEqual(['市 主査', '災 主査'])
  const members = await rosterOf(mayor)
  expect(members).toHaveLength(123)
  expect(members.find(({ name }) => name === clerk.name)).toMatchObject({ title: '主査', unit: '下水道課' })
  const socket = await DoorSocket.open(own ?? expect.unreachable(), roomPath, { query })
  expect(await socket.next()).toMatchObject({ t: 'welcome', room: { name: '災害連絡グループ' } })
  expect((await own?.ask(`/api/organizations/${disaster.id}/directory`))?.status).toBe(200)

  expect((await give(clerk.id, '主事'))?.status).toBe(204)
  expect(await socket.closed).toBe(closeCodes.notMember)
  expect(await badgesOf(own)).toEqual(['市 主事'])
  for (const path of [`${roomPath}/sync?${query}`, `/api/organizations/${disaster.id}/directory`])
    expect((await own?.ask(path))?.status).toBe(404)
})

test('[DR24] its administrator is one by hand: with a lower rank still there', async () => {
  const administrator = personOf(town, 'kiki/課長補佐')
  expect((await give(administrator.id, '主事'))?.status).toBe(204)
  const browser = await signedIn(administrator.loginId)
  expect(await badgesOf(browser)).toEqual(['市 主事', '災 災害対策本部 事務局'])
  expect((await browser.ask(`/api/organizations/${disaster.id}/audit`))?.status).toBe(200)
})

test('[DR29] of the demo town’s organizations 災 alone sends at once, and all may be kept on devices', async () => {
  const { organizations } = await sessionIn((await admin?.ask('/api/me')) ?? expect.unreachable())
  expect(organizations.map(({ badge, sendsAtOnce, leavesNothing }) => [badge, sendsAtOnce, leavesNothing])).toEqual([
    ['市', false, false],
    ['災', true, false],
    ['団', false, false],
  ])
})
