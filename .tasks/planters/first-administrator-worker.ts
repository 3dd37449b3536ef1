import * as v from 'valibot'
import { now } from '../../worker/clock.ts'
import type { DirectoryBindings } from '../../worker/directory/context.ts'
import { makeFirstAdministrator } from '../../worker/directory/first-administrator.ts'
import { readSecrets } from '../../worker/tokens/secrets.ts'

const Wish = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1)),
  organizationName: v.pipe(v.string(), v.trim(), v.minLength(1)),
})

type Bindings = DirectoryBindings & Record<'SIGNING_KEY' | 'PASSWORD_PEPPER' | 'CLOCK_AHEAD_MS', string>

/** A Worker hosted beside an empty town for a moment, never deployed: POST {name, organizationName} → {loginId, activationCode}. */
export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const wish = v.safeParse(Wish, await request.json())
    const secrets = await readSecrets(env)
    if (!wish.success || !secrets) return Response.json({ code: 'malformed' }, { status: 400 })
    const made = await makeFirstAdministrator({ env, now: now(env), secrets }, wish.output)
    return made.ok ? Response.json(made.value) : Response.json(made.refusal, { status: 409 })
  },
}
