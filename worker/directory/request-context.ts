import type { Context } from 'hono'
import { type Result, refuse } from '../../protocol/result.ts'
import type { AppEnv } from '../env.ts'
import { type DirectoryContext, directoryObjects } from './context.ts'
import { openDatabase } from './database.ts'

/** Does work on the directory on behalf of whoever sent the request; `directory_unavailable` where D1 is not bound. */
export async function inDirectory<T>(
  c: Context<AppEnv>,
  work: (context: DirectoryContext) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!c.env.DB) return refuse('directory_unavailable')
  return work({
    db: openDatabase(c.env.DB),
    objects: directoryObjects(c.env),
    now: c.get('now'),
    actor: c.get('actor').accountId,
    waitUntil: (promise) => c.executionCtx.waitUntil(promise),
  })
}
