import { expect, test } from 'vitest'
import { createLook } from '../../../web/store/ringing/look.ts'

function aLook() {
  const said: boolean[] = []
  const line = { isUp: true }
  return { look: createLook((here) => line.isUp && said.push(here) > 0), said, line }
}

test('a new socket counts as looked at: it is told otherwise, and told again on the next one', () => {
  const { look, said } = aLook()
  look.opened(true)
  expect(said).toEqual([])
  look.opened(false)
  look.opened(false)
  expect(said).toEqual([false, false])
})

test('what the room knows is not said twice, and what was lost is said later', () => {
  const { look, said, line } = aLook()
  look.changed(true)
  look.changed(false)
  look.changed(false)
  expect(said).toEqual([false])
  line.isUp = false
  look.changed(true)
  line.isUp = true
  look.changed(true)
  expect(said).toEqual([false, true])
})
