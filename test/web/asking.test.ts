import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAsking } from '../../web/store/asking.ts'

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'
  look(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let page: FakePage
beforeEach(() => {
  vi.useFakeTimers()
  page = new FakePage()
  vi.stubGlobal('document', page)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const everyMs = 15_000
const gapMs = 2_000

/** Something that is asked; each question takes `tookMs`. */
function anAsking({ tookMs = 0, every = everyMs as number | null } = {}) {
  let count = 0
  const ask = () => {
    count += 1
    return tookMs === 0 ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, tookMs))
  }
  return createRoot((end) => {
    const { hurry } = createAsking({ ask, everyMs: () => every, gapMs })
    return { hurry, end, asked: () => count }
  })
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('it is asked at once and every so often, until it is closed', async () => {
  const { asked, end } = anAsking()
  await pass(0)
  expect(asked()).toBe(1)
  await pass(2 * everyMs)
  expect(asked()).toBe(3)
  end()
  await pass(2 * everyMs)
  expect(asked()).toBe(3)
})

test('however often it is hurried, it is not asked twice at a time nor before the gap has passed', async () => {
  const { asked, hurry } = anAsking({ tookMs: 500, every: null })
  await pass(0)
  for (let ms = 0; ms < 1_900; ms += 100) {
    hurry()
    await pass(100)
  }
  expect(asked()).toBe(1)
  await pass(200)
  expect(asked()).toBe(2)
  await pass(60_000)
  expect(asked()).toBe(2)
})

test('nothing is asked while nobody looks, and at once when somebody does again', async () => {
  const { asked } = anAsking()
  await pass(0)
  page.look('hidden')
  await pass(4 * everyMs)
  expect(asked()).toBe(1)
  page.look('visible')
  await pass(0)
  expect(asked()).toBe(2)
})
