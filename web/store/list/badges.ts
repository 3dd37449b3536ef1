import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type * as v from 'valibot'
import type { Badges } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import type { Badge } from '../../../protocol/lobby-message.ts'
import type { Api } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import { shaped } from '../../transport/shape.ts'

const everyMs = 60_000

/** The badges of all own organizations: asked every minute while somebody looks, and when the page comes back. */
export function createBadges(api: Api, isAttentive: Accessor<boolean>): Accessor<ReadonlyMap<Id, Badge>> {
  const [badges, setBadges] = createSignal<ReadonlyMap<Id, Badge>>(new Map())
  async function ask(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    const reply = await api({
      method: 'GET',
      path: paths.badges,
      answer: shaped<v.InferOutput<typeof Badges>>('badges'),
    })
    if (reply.ok) setBadges(new Map(reply.value.badges.map((badge) => [badge.organizationId, badge])))
  }
  const timer = setInterval(() => void ask(), everyMs)
  onCleanup(() => clearInterval(timer))
  createEffect(on(isAttentive, (isLooking, before) => (isLooking || before === undefined) && void ask()))
  return badges
}
