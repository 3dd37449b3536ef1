import { Hono } from 'hono'
import { Storage } from '../../protocol/http.ts'
import { accessAdministration } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/** What an organization's photos and files take up, for its administrators; its lobby knows, and needs no directory for it. */
export const storageRoutes = new Hono<AppEnv>()

storageRoutes.get(
  '/api/organizations/:organization/storage',
  described({
    operationId: 'readStorage',
    summary: 'How many bytes of photos and files own rooms hold, all others together, and how many all may hold',
    tag: 'admin',
    answer: Storage,
    refusals: ['not_found'],
  }),
  async (c) => {
    const access = accessAdministration(c.env, c.get('profile'), c.req.param('organization'))
    return access.ok ? c.json(await access.value.lobby.storage(c.get('actor').accountId)) : refused(c, access.refusal)
  },
)
