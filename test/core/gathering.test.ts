import { expect, test } from 'vitest'
import { dueTimes, noteClaim, quiet, toldAcks, toldNear } from '../../core/gathering.ts'
import { limits } from '../../protocol/limits.ts'

const members = 35

test('[RP10] a claim that comes just before acknowledgements go out, and is stored after them, is acknowledged with the next', () => {
  const gathering = quiet()
  noteClaim(gathering, 0)
  toldNear(gathering)
  const late = limits.wideGatherMs - 10
  noteClaim(gathering, late)
  const { near, ack } = dueTimes(gathering, members)
  expect(ack).toBe(limits.wideGatherMs)
  expect(near).toBeGreaterThan(limits.wideGatherMs)
  toldAcks(gathering)
  expect(dueTimes(gathering, members).ack).toBe(late + limits.wideGatherMs)
  toldNear(gathering)
  toldAcks(gathering)
  expect(dueTimes(gathering, members).ack).toBeNull()
})
