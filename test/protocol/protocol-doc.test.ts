import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROTOCOL_FILE, protocolDocument } from '../../.tasks/protocol-doc.mjs'

test('docs/protocol.md is what the schemas say (else: node .tasks/protocol-doc.mjs)', () => {
  expect(readFileSync(PROTOCOL_FILE, 'utf8')).toBe(protocolDocument())
})
