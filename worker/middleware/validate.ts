import type { ValidationTargets } from 'hono'
import { validator } from 'hono-openapi'
import type * as v from 'valibot'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/**
 * Reads one part of a request by its schema, and documents it. What does not fit is refused with `malformed` and without an
 * echo of what was sent: the validator's own answer would quote a password.
 */
export const validated = <Target extends keyof ValidationTargets, Schema extends v.GenericSchema>(
  target: Target,
  schema: Schema,
) =>
  validator<Schema, Target, AppEnv, string>(target, schema, (result, c) =>
    result.success ? undefined : refused(c, 'malformed'),
  )
