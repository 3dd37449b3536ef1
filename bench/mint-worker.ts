import type { AccountRpc, DirectoryMember, LobbyRpc, RoomRpc } from '../protocol/bindings.ts'
import type { Command } from '../protocol/client-message.ts'
import type { EpochMs, Id } from '../protocol/ids.ts'
import { signAccessToken } from '../worker/tokens/access-token.ts'
import { readSecrets, type Secrets } from '../worker/tokens/secrets.ts'
import type { Count } from './count.ts'

/** Only a town that is counted has it. */
type Counted = { takeCount(): Promise<Count> }
type Namespace<T> = { getByName(name: string): T }
type Bindings = {
  ROOM: Namespace<RoomRpc & Counted>
  LOBBY: Namespace<LobbyRpc & Counted>
  ACCOUNT: Namespace<AccountRpc>
  SIGNING_KEY: string
  PASSWORD_PEPPER: string
}

/** `perRoom`: members of each room, all where it is left out; the next room begins with the member after. `entries`: messages of the first member. */
type Wish = { members: number; rooms?: number; perRoom?: number; entries?: number }

/** Takes the count of a room or a lobby of a town that is counted. */
type Metering = { meter: { room: Id } | { lobby: Id } }

const takeCount = (env: Bindings, meter: Metering['meter']): Promise<Count> =>
  'room' in meter ? env.ROOM.getByName(meter.room).takeCount() : env.LOBBY.getByName(meter.lobby).takeCount()

const newId = (): Id => crypto.randomUUID().replaceAll('-', '')
const atOnce = 50

/** A Worker hosted beside the town for a bench, never deployed: rooms with members, a session for each member, and talk of earlier. */
const mintWorker = {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const wish = (await request.json()) as Wish | Metering
    if ('meter' in wish) return Response.json(await takeCount(env, wish.meter))
    const secrets = await readSecrets(env)
    if (!secrets) return Response.json({ code: 'not_configured' }, { status: 400 })
    const organizationId = newId()
    const people = Array.from({ length: wish.members }, (_, i) => aMember(i))
    const roomIds: Id[] = []
    for (let i = 0; i < (wish.rooms ?? 1); i += 1) roomIds.push(await mintRoom(env, organizationId, people, wish, i))
    const tokens: string[] = []
    for (let i = 0; i < people.length; i += atOnce) {
      const some = people.slice(i, i + atOnce)
      tokens.push(...(await Promise.all(some.map((member) => openSession(env, secrets, organizationId, member)))))
    }
    return Response.json({ roomId: roomIds[0], roomIds, organizationId, tokens })
  },
}

async function mintRoom(env: Bindings, organizationId: Id, people: DirectoryMember[], wish: Wish, n: number) {
  const { perRoom = people.length, entries = 0 } = wish
  const id = newId()
  const members = Array.from(
    { length: perRoom },
    (_, i) => people[(n * perRoom + i) % people.length] as DirectoryMember,
  )
  const room = env.ROOM.getByName(id)
  await room.applyDirectory({ revision: 1, facts: facts(id, organizationId, n), members })
  const steps = 2_000
  for (let from = 0; from < entries; from += steps) {
    const posts = Array.from({ length: Math.min(steps, entries - from) }, (_, i) => aPost(members[0], from + i))
    const outcomes = await room.bringIn(posts)
    if (outcomes.some(({ ok }) => !ok)) throw new Error('a message was refused')
  }
  return id
}

async function openSession(env: Bindings, secrets: Secrets, organizationId: Id, { accountId, name }: DirectoryMember) {
  const account = env.ACCOUNT.getByName(accountId)
  const organization = { ...anOrganization, id: organizationId, title: '団員', mayMakeRooms: false, isAdmin: false }
  await account.applyDirectory({
    revision: 1,
    disabled: false,
    profile: { accountId, loginId: name, name, organizations: [organization] },
  })
  const opened = await account.openSession('bench')
  if (!opened.ok) throw new Error(opened.refusal.code)
  return (await signAccessToken(secrets, { accountId, deviceId: opened.value.deviceId }, Date.now())).token
}

const anOrganization = { name: '計測', badge: '計' }

const facts = (id: Id, organizationId: Id, n: number) => ({
  id,
  organizationId,
  organizationName: anOrganization.name,
  organizationBadge: anOrganization.badge,
  name: `計測用 ${n + 1}`,
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

/** One message of earlier: 53 characters, as long as those of perf tables elsewhere. */
function aPost(author: DirectoryMember | undefined, n: number): { accountId: Id; at: EpochMs; command: Command } {
  const id = `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
  const text = `${String(n).padStart(7, '0')} 本日19時から各分団の詰所でポンプと無線機の点検を行います。異常があれば本部まで。`
  return { accountId: author?.accountId ?? '', at: Date.now(), command: { t: 'post', id, text } }
}

// biome-ignore lint/style/noDefaultExport: the platform takes a Worker's handlers from its default export
export default mintWorker
