import * as v from 'valibot'
import { now } from '../clock.ts'
import { readSecrets } from '../tokens/secrets.ts'
import type { DirectoryBindings } from './context.ts'
import { makeFirstAdministrator } from './first-administrator.ts'

const Wish = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  organizationName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
})

type Bindings = DirectoryBindings & Record<'SIGNING_KEY' | 'PASSWORD_PEPPER' | 'CLOCK_AHEAD_MS', string>

/** A Worker hosted beside a new town for a moment, never deployed: POST {name, organizationName} → {loginId, activationCode}. */
const firstAdministratorWorker = {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const wish = v.safeParse(Wish, await request.json())
    const secrets = await readSecrets(env)
    if (!wish.success || !secrets)
      return Response.json({ code: secrets ? 'malformed' : 'not_configured' }, { status: 400 })
    const made = await makeFirstAdministrator({ env, now: now(env), secrets }, wish.output)
    return made.ok ? Response.json(made.value) : Response.json({ code: made.refusal.code }, { status: 409 })
  },
}

// biome-ignore lint/style/noDefaultExport: the platform takes a Worker's handlers from its default export
export default firstAdministratorWorker
