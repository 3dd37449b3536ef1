import * as v from 'valibot'

/** A value of the schema's shape, or null. */
export function decodedBy<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | null {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : null
}
