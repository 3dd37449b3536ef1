import { expect, test } from 'vitest'
import { protocolVersion } from '../../protocol/version.ts'
import { paths } from '../../web/transport/paths.ts'

const id = 'a'.repeat(32)
const hello = { version: protocolVersion, seq: 0, rev: 0, roster: 0 }

test.each([
  ['a room over a socket', paths.roomSocket(id, hello, id)],
  ['a room over HTTP', paths.sync(id, hello)],
  ['a room list over a socket', paths.lobbySocket(id, id)],
  ['a room list over HTTP', paths.rooms(id)],
])('[CU6] %s is asked for with the version, so that a client that is too old is told', (_, path) => {
  expect(new URL(path, 'https://town').searchParams.get('v')).toBe(`${protocolVersion}`)
})
