import { createHash } from 'node:crypto'
import { toJsonSchema } from '@valibot/to-json-schema'
import { expect, test } from 'vitest'
import { ClientMessage, Hello } from '../../protocol/client-message.ts'
import { HelloQuery } from '../../protocol/hello-query.ts'
import { Rooms } from '../../protocol/lobby-message.ts'
import { ServerMessage } from '../../protocol/server-message.ts'
import { oldestProtocolVersion, protocolVersion } from '../../protocol/version.ts'

/**
 * A frame was changed when this fails. In protocol/version.ts give `protocolVersion` the next number with a line of history, and
 * raise `oldestProtocolVersion` unless old clients still understand and are understood; then pin the new pair here and run
 * `node .tasks/protocol-doc.mjs`. (A version that no client has been given yet keeps its number: pin its new hash.)
 */
const pinned = { version: 1, hash: '1ff8f322180d9cc6' }

test('frames change only together with the protocol version', () => {
  const frames = [ClientMessage, ServerMessage, Rooms, Hello, HelloQuery]
  const schemas = frames.map((frame) => toJsonSchema(frame, { errorMode: 'ignore' }))
  const hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 16)
  expect({ version: protocolVersion, hash }).toEqual(pinned)
})

test('the oldest version that is understood is not newer than the newest', () => {
  expect(oldestProtocolVersion).toBeLessThanOrEqual(protocolVersion)
})
