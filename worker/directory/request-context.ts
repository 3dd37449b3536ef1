import type { Context } from 'hono'
import type { Id } from '../../protocol/ids.ts'
import { type Result, refuse } from '../../protocol/result.ts'
import { accessOrganization } from '../access.ts'
import type { AppEnv } from '../env.ts'
import type { Secrets } from '../tokens/secrets.ts'
import { type DirectoryContext, directoryObjects } from './context.ts'
import { openDatabase } from './database.ts'

export type RequestContext = DirectoryContext & { actor: Id; secrets: Secrets }

/**
 * Does work on the directory of the organization that the path names, on behalf of whoever sent the request. Refuses
 * `not_found` to all who do not belong to it, and `directory_unavailable` where D1 is not bound.
 */
export async function inDirectory<T>(
  c: Context<AppEnv>,
  work: (context: RequestContext, organizationId: Id) => Promise<Result<T>>,
): Promise<Result<T>> {
  const access = accessOrganization(c.env, c.get('profile'), c.req.param('organization') ?? '')
  if (!access.ok) return access
  if (!c.env.DB) return refuse('directory_unavailable')
  const context = {
    db: openDatabase(c.env.DB),
    objects: directoryObjects(c.env),
    now: c.get('now'),
    actor: c.get('actor').accountId,
    secrets: c.get('secrets'),
    waitUntil: (promise: Promise<unknown>) => c.executionCtx.waitUntil(promise),
  }
  return work(context, access.value.id)
}
