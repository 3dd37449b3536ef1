import type { PushTarget } from '../../protocol/account-bindings.ts'
import type { RingPart } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { PushOutcome, RingState } from '../../protocol/ringing.ts'
import { type Bindings, objectNamed } from '../env.ts'
import { log } from '../log.ts'
import { readSecrets, type Secrets } from '../tokens/secrets.ts'
import { type PushKey, readPushKey } from './push-key.ts'
import { pushMessage } from './push-message.ts'
import { makeReceipt } from './receipt.ts'
import { sendPush } from './send-push.ts'

type Bell = { env: Bindings; secrets: Secrets; key: PushKey }

/**
 * The consumer of the queue: rings the people of each part. Delivered often, it rings once, since each account gives out its devices once for an
 * entry and round. What could not be done is not repeated here: the lobby does, which hears of it or hears nothing.
 */
export async function ringPeople(batch: MessageBatch<RingPart>, env: Bindings): Promise<void> {
  const [secrets, key] = [await readSecrets(env), readPushKey(env)]
  for (const { body: part } of batch.messages) {
    if (secrets === null || key === null) continue
    const bell = { env, secrets, key }
    await ringPart(bell, part).catch((error) => log({ part: part.id, fault: `${error}` }))
  }
  batch.ackAll()
}

async function ringPart(bell: Bell, part: RingPart): Promise<void> {
  const lobby = objectNamed(bell.env.LOBBY, part.organizationId)
  const unread = await lobby.badges(part.accountIds)
  const waiting = part.accountIds.map((accountId, i) => ({ accountId, unread: unread[i] ?? 0 }))
  const outcomes: { accountId: Id; state: RingState }[] = []
  async function ringNext(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { accountId } = next
      const state = await ringAccount(bell, part, accountId, next.unread).catch(() => 'waiting' as const)
      outcomes.push({ accountId, state })
    }
  }
  await Promise.all(Array.from({ length: limits.pushesAtOnce }, ringNext))
  await lobby.settleRing({ id: part.id, ring: part.ring }, outcomes)
}

async function ringAccount(bell: Bell, part: RingPart, accountId: Id, unreadHere: number): Promise<RingState> {
  const account = objectNamed(bell.env.ACCOUNT, accountId)
  const { targets, state, elsewhere } = await account.claimRing(part.ring)
  if (targets.length === 0) return state
  const unread = unreadHere + (await unreadIn(bell.env, elsewhere, part.organizationId, accountId))
  const push = async (target: PushTarget): Promise<{ deviceId: Id; outcome: PushOutcome }> => {
    const { deviceId, origin, subscription, isAsked } = target
    const receipt = isAsked ? { receipt: await makeReceipt(bell.secrets, accountId, deviceId) } : {}
    const message = pushMessage(part.ring, { origin, unread, ...receipt })
    return { deviceId, outcome: await sendPush(bell.key, subscription, message, bell.env.PUSH_VIA) }
  }
  const outcomes = await Promise.all(targets.map(push))
  await account.settlePushes(part.ring, outcomes)
  return stateOf(outcomes.map(({ outcome }) => outcome))
}

/** What waits for a person in other organizations; a lobby that does not answer counts nothing. */
async function unreadIn(env: Bindings, organizationIds: Id[], but: Id, accountId: Id): Promise<number> {
  const others = organizationIds.filter((id) => id !== but)
  const counts = await Promise.allSettled(others.map((id) => objectNamed(env.LOBBY, id).badges([accountId])))
  return counts.reduce((sum, count) => sum + (count.status === 'fulfilled' ? (count.value[0] ?? 0) : 0), 0)
}

/** Of one person with several devices: rung where one was. */
function stateOf(outcomes: readonly PushOutcome[]): RingState {
  if (outcomes.includes('sent')) return 'rung'
  return outcomes.includes('later') ? 'waiting' : 'failed'
}
