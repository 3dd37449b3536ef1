import type { Context } from 'hono'
import { routePath } from 'hono/route'
import type { Id } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { type Result, refuse } from '../../protocol/result.ts'
import { accessOrganization } from '../access.ts'
import type { AppEnv } from '../env.ts'
import type { Secrets } from '../tokens/secrets.ts'
import { recordAudit } from './audit.ts'
import { type DirectoryContext, directoryObjects } from './context.ts'
import { openDatabase } from './database.ts'

export type RequestContext = DirectoryContext & { actor: Id; secrets: Secrets }

/**
 * Does work on the directory of the organization that the path names, on behalf of whoever sent the request. Refuses
 * `not_found` to all who do not belong to it, and `directory_unavailable` where D1 is not bound. An attempt at what one may
 * not see or do is written to the audit.
 */
export async function inDirectory<T>(
  c: Context<AppEnv>,
  work: (context: RequestContext, organizationId: Id) => Promise<Result<T>>,
): Promise<Result<T>> {
  const access = accessOrganization(c.env, c.get('profile'), c.req.param('organization') ?? '')
  if (!c.env.DB) return access.ok ? refuse('directory_unavailable') : access
  const context: RequestContext = {
    db: openDatabase(c.env.DB),
    objects: directoryObjects(c.env),
    now: c.get('now'),
    actor: c.get('actor').accountId,
    secrets: c.get('secrets'),
    waitUntil: (promise: Promise<unknown>) => c.executionCtx.waitUntil(promise),
  }
  const result = access.ok ? await work(context, access.value.id) : access
  if (!result.ok) noteAttempt(c, context, access.ok ? access.value.id : null, result.refusal.code)
  return result
}

/** What is not there and what is forbidden look the same from outside, and so they do here. */
function noteAttempt(c: Context<AppEnv>, context: RequestContext, organizationId: Id | null, code: RefusalCode): void {
  if (code !== 'not_found' && code !== 'not_allowed') return
  const detail = { code, method: c.req.method, route: routePath(c) }
  const event = { action: 'directory.refused', organizationId, actorId: context.actor, detail }
  context.waitUntil(recordAudit(context.db, event, context.now).catch(() => undefined))
}
