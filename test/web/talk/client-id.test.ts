import * as v from 'valibot'
import { expect, test } from 'vitest'
import { ClientId } from '../../../protocol/ids.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'

const at = Date.UTC(2026, 10, 24)
const later = (ms: number) => at + ms

test('an id is a UUID of version 7 that tells when it was made', () => {
  const id = newClientId(at)
  expect(v.is(ClientId, id)).toBe(true)
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at)
})

test('ids sort in the order in which they were made, within a millisecond and when the clock goes back', () => {
  const moments = [
    ...Array.from({ length: 10_000 }, () => later(1)),
    later(2),
    later(-60_000),
    later(-59_000),
    later(3),
  ]
  const ids = moments.map((now) => newClientId(now))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => v.is(ClientId, id))).toBe(true)
})

test('two pages that make an id at the same moment make two', () => {
  const tails = Array.from({ length: 1_000 }, () => newClientId(later(60_000)).slice(19))
  expect(new Set(tails).size).toBe(tails.length)
})
