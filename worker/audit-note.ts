import type { Context } from 'hono'
import { type AuditEvent, recordAudit } from './directory/audit.ts'
import { openDatabase } from './directory/database.ts'
import type { AppEnv } from './env.ts'

/** Writes an event that goes on without D1 into the audit, after the answer; where D1 is away, only the log knows of it. */
export function noteInAudit(c: Context<AppEnv>, event: AuditEvent): void {
  if (c.env.DB === undefined) return
  c.executionCtx.waitUntil(recordAudit(openDatabase(c.env.DB), event, c.get('now')).catch(() => undefined))
}
