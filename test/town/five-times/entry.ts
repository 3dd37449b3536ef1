import type { RingPart } from '../../../protocol/bindings.ts'
import type { Id } from '../../../protocol/ids.ts'
import town from '../../../worker/entry.ts'
import type { Bindings } from '../../../worker/env.ts'

/**
 * The town's Worker with a queue that delivers everything five times: twice at once and then three times after another, as a queue may. The same code,
 * never deployed. GET /five-times lists for whom a ring has come for the fifth time.
 */

export { Account, Directory, Lobby, Room, Throttle } from '../../../worker/entry.ts'

type TakesQueue = { queue: ExportedHandlerQueueHandler<Bindings, RingPart> }
const { fetch, queue } = town as typeof town & TakesQueue

const delivered = new Set<Id>()

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === '/five-times') return Response.json([...delivered])
    return fetch(request, env, ctx)
  },

  async queue(batch, env, ctx) {
    await Promise.all([queue(batch, env, ctx), queue(batch, env, ctx)])
    for (let again = 0; again < 3; again += 1) await queue(batch, env, ctx)
    for (const { body } of batch.messages) {
      if (body.ring.kind === 'entry') for (const accountId of body.accountIds) delivered.add(accountId)
    }
  },
} satisfies ExportedHandler<Bindings, RingPart>
