import { toJsonSchema } from '@valibot/to-json-schema'
import type { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { ErrorBody } from '../protocol/http.ts'
import type { AppEnv } from './env.ts'

/** Answers the OpenAPI 3.1 document of all described routes; `docs/openapi.json` is a copy of it, compared by `npm test`. */
export const openApiDocument = (app: Hono<AppEnv>) =>
  openAPIRouteHandler(app, {
    documentation: {
      openapi: '3.1.0',
      info: {
        title: 'Yagura',
        version: '1',
        description:
          'The chat of a city, its fire headquarters and its volunteer fire corps. A browser has its session in cookies; other ' +
          'clients sign in with the header `x-yagura-client: bearer` and send `Authorization: Bearer …`. Bodies are JSON, unknown ' +
          'fields are refused, and every refusal is an `Error` with a code from a closed list. Frames of sockets: docs/protocol.md.',
      },
      tags: [
        { name: 'session', description: 'Signing in and out, own devices' },
        { name: 'talk', description: 'Rooms and room lists, over sockets and over HTTP' },
        { name: 'files', description: 'Photos and files: uploading them (tus 1.0.0) and reading them' },
        { name: 'notes', description: 'Notes of a room: their versions, their order, their archive' },
        { name: 'directory', description: 'Units, titles, seats and people' },
        { name: 'rooms', description: 'Making rooms and changing what they are' },
        { name: 'admin', description: 'For administrators of an organization' },
      ],
      components: { schemas: { Error: errorSchema() } },
    },
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
  })

function errorSchema() {
  const { $schema: _$schema, ...schema } = toJsonSchema(ErrorBody)
  return schema as Record<string, never>
}
