import { expect, test } from 'vitest'
import { type Condition, conditionOf } from '../../../web/store/device/condition.ts'
import type { Connection } from '../../../web/transport/connection.ts'

const open: Connection = { state: 'open', socket: 1, heardAt: 0, pingAt: 25_000, deadAt: null }
const polling: Connection = { state: 'polling', failures: 2, pollAt: 0, healthy: true, upgrade: { at: 0 } }
const connecting: Connection = { state: 'connecting', failures: 0, socket: 1, giveUpAt: 8_000 }

test.each<[what: string, connection: Connection | null, isOnline: boolean, Condition]>([
  ['open', open, true, 'fine'],
  ['asked whether it lives, and silent', { ...open, deadAt: 10_000 }, true, 'connecting'],
  ['not yet begun', null, true, 'connecting'],
  ['connecting', connecting, true, 'connecting'],
  ['connecting while the system knows of no network', connecting, false, 'offline'],
  ['polling', polling, true, 'fine'],
  ['polling without an answer', { ...polling, healthy: false }, true, 'offline'],
  ['too old', { state: 'stopped', reason: 'reload' }, true, 'reload'],
  ['left', { state: 'stopped', reason: 'left' }, true, 'fine'],
])('a connection that is %s', (_, connection, isOnline, condition) => {
  expect(conditionOf(connection, isOnline)).toBe(condition)
})
