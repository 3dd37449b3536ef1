import { describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'
import { type RefusalCode, refusals } from '../protocol/refusals.ts'

export type RouteDescription = {
  /** Unique; the access matrix names its expectations by it. */
  operationId: string
  summary: string
  tag: 'session' | 'talk' | 'files' | 'ringing' | 'notes' | 'stock' | 'directory' | 'rooms' | 'admin'
  /** Body of the answer; left out: none. */
  answer?: v.GenericSchema
  /** Default: 200 with a body, 204 without. */
  status?: 101 | 200 | 201 | 204
  /** Expected noes besides those that every route may give. */
  refusals?: RefusalCode[]
}

/** What any signed-in route may answer. */
const common: RefusalCode[] = ['malformed', 'signed_out', 'foreign_origin', 'not_configured', 'internal']

/** Says in the OpenAPI document what a route does, answers and refuses. */
export function described(description: RouteDescription) {
  const { operationId, summary, tag, answer, refusals: own = [] } = description
  const content = answer && { content: { 'application/json': { schema: resolver(answer) } } }
  const success = { [description.status ?? (answer ? 200 : 204)]: { description: 'Done.', ...content } }
  const responses = { ...success, ...refusalAnswers([...common, ...own]) }
  return describeRoute({ operationId, summary, tags: [tag], responses })
}

function refusalAnswers(codes: RefusalCode[]) {
  const statuses = [...new Set(codes.map((code) => refusals[code].status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const description = [...new Set(codes)].filter((code) => refusals[code].status === status).join(', ')
      return [
        status,
        { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
      ]
    }),
  )
}
