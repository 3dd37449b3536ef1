import * as v from 'valibot'
import { now } from '../../worker/clock.ts'
import { readSecrets } from '../../worker/tokens/secrets.ts'
import { plantTown, type TownBindings } from './plant.ts'
import { signInsOf } from './sign-ins.ts'

const Wish = v.strictObject({ members: v.optional(v.boolean(), false), talk: v.optional(v.boolean(), true) })

type Bindings = TownBindings & Record<'SIGNING_KEY' | 'PASSWORD_PEPPER' | 'CLOCK_AHEAD_MS', string>

/** A Worker hosted beside a new town for a moment, never deployed: POST {members?, talk?} → {planted, signIns}. */
export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const wish = v.safeParse(Wish, await request.json())
    const secrets = await readSecrets(env)
    if (!wish.success || !secrets) return Response.json({ code: 'malformed' }, { status: 400 })
    const town = await plantTown({ env, now: now(env), pepper: secrets.pepper, ...wish.output })
    return Response.json({ planted: true, signIns: signInsOf(town) })
  },
}
