import type { AccountRpc } from '../../protocol/account-bindings.ts'
import type { LobbyRpc, RoomRpc } from '../../protocol/bindings.ts'
import type { Command } from '../../protocol/client-message.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { readSecrets } from '../../worker/tokens/secrets.ts'
import type { Count } from '../count.ts'
import { mintAccount, mintRoom, mintTown } from './mint-town.ts'

/** Only a town that is counted has it. */
type Counted = { takeCount(): Promise<Count> }
type Namespace<T> = { getByName(name: string): T }
type Bindings = {
  ROOM: Namespace<RoomRpc & Counted>
  LOBBY: Namespace<LobbyRpc & Counted>
  ACCOUNT: Namespace<AccountRpc>
  DB: D1Database
  SIGNING_KEY: string
  PASSWORD_PEPPER: string
}

/** Messages that a member wrote earlier. */
type TalkWish = { roomId: Id; accountId: Id; entries: number }
/** The count of a room or a lobby of a town that carries meters. */
type CountWish = { room: Id } | { lobby: Id }

/**
 * A Worker hosted beside the town for a bench or a torture, never deployed: POST /town, /room and /account make and change what `mint-town.ts`
 * describes, /talk brings in talk of earlier, /count takes a meter's count.
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
      case '/talk':
        await bringInTalk(env, wish as TalkWish)
        return Response.json({})
      case '/count':
        return Response.json(await takeCount(env, wish as CountWish))
      default:
        return Response.json({ code: 'not_found' }, { status: 404 })
    }
  },
}

const atOnce = 2_000

async function bringInTalk(env: Bindings, { roomId, accountId, entries }: TalkWish): Promise<void> {
  const room = env.ROOM.getByName(roomId)
  for (let from = 0; from < entries; from += atOnce) {
    const posts = Array.from({ length: Math.min(atOnce, entries - from) }, (_, i) => aPost(accountId, from + i))
    const outcomes = await room.bringIn(posts)
    if (outcomes.some(({ ok }) => !ok)) throw new Error('a message was refused')
  }
}

const takeCount = (env: Bindings, wish: CountWish): Promise<Count> =>
  'room' in wish ? env.ROOM.getByName(wish.room).takeCount() : env.LOBBY.getByName(wish.lobby).takeCount()

/** One message of earlier, of 50 characters or so. */
function aPost(accountId: Id, n: number): { accountId: Id; at: EpochMs; command: Command } {
  const id = `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
  const text = `${String(n).padStart(7, '0')} 本日19時から各分団の詰所でポンプと無線機の点検を行います。異常があれば本部まで。`
  return { accountId, at: Date.now(), command: { t: 'post', id, text } }
}

// biome-ignore lint/style/noDefaultExport: the platform takes a Worker's handlers from its default export
export default mintWorker
