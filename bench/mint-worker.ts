import type { AccountRpc, DirectoryMember, RoomRpc } from '../protocol/bindings.ts'
import type { Id } from '../protocol/ids.ts'
import { signAccessToken } from '../worker/tokens/access-token.ts'
import { readSecrets } from '../worker/tokens/secrets.ts'
import { mintAccount, mintRoom, mintTown } from './torture/mint-town.ts'

type Namespace<T> = { getByName(name: string): T }
type Bindings = {
  ROOM: Namespace<RoomRpc>
  ACCOUNT: Namespace<AccountRpc>
  SIGNING_KEY: string
  PASSWORD_PEPPER: string
}

const newId = (): Id => crypto.randomUUID().replaceAll('-', '')

/**
 * A Worker hosted beside the town for a bench or a torture, never deployed: POST {members} → {roomId, tokens}, a room and a session for each member;
 * POST /town, /room and /account make and change what `torture/mint-town.ts` describes.
 */
const mintWorker = {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const secrets = await readSecrets(env)
    if (!secrets) return Response.json({ code: 'not_configured' }, { status: 400 })
    const wish = await request.json()
    switch (new URL(request.url).pathname) {
      case '/town':
        return Response.json(await mintTown(env, secrets, wish as Parameters<typeof mintTown>[2]))
      case '/room':
        await mintRoom(env, wish as Parameters<typeof mintRoom>[1])
        return Response.json({})
      case '/account':
        await mintAccount(env, wish as Parameters<typeof mintAccount>[1])
        return Response.json({})
      default:
        return mintMembers(env, (wish as { members: number }).members)
    }
  },
}

async function mintMembers(env: Bindings, members: number): Promise<Response> {
  const secrets = await readSecrets(env)
  if (!secrets) return Response.json({ code: 'not_configured' }, { status: 400 })
  const roomId = newId()
  const organizationId = newId()
  const people = Array.from({ length: members }, (_, i) => aMember(i))
  await env.ROOM.getByName(roomId).applyDirectory({
    revision: 1,
    facts: facts(roomId, organizationId),
    members: people,
  })
  const tokens: string[] = []
  for (const { accountId, name } of people) {
    const account = env.ACCOUNT.getByName(accountId)
    await account.applyDirectory({
      revision: 1,
      disabled: false,
      profile: { accountId, loginId: name, name, organizations: [] },
    })
    const opened = await account.openSession('bench')
    if (!opened.ok) return Response.json({ code: opened.refusal.code }, { status: 500 })
    tokens.push((await signAccessToken(secrets, { accountId, deviceId: opened.value.deviceId }, Date.now())).token)
  }
  return Response.json({ roomId, tokens })
}

const facts = (id: Id, organizationId: Id) => ({
  id,
  organizationId,
  organizationName: '計測',
  organizationBadge: '計',
  name: '計測用',
  purpose: '',
  ruleInWords: '全員',
  kind: 'open' as const,
  history: 'all' as const,
  changeWindowMs: 3_600_000,
  versionsFor: 'nobody' as const,
})

const aMember = (i: number): DirectoryMember => ({
  accountId: newId(),
  name: `計測 ${i}`,
  title: '団員',
  rank: 1,
  unitId: newId(),
  unitName: `第${i % 34}分団`,
  unitOrder: i % 34,
  rights: { post: true, moderate: false },
})

// biome-ignore lint/style/noDefaultExport: the platform takes a Worker's handlers from its default export
export default mintWorker
