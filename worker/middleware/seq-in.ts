import * as v from 'valibot'

/** A number in a path or a query. */
export const digits = v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,14})$/))

/** The seq in a path. What is no number names no entry: 0 stands before the first one. */
export const seqIn = (text: string): number => (v.is(digits, text) ? Number(text) : 0)
