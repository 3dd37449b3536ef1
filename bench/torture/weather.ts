import type { SeededRandom } from '../../test/support/random.ts'
import type { Weather } from './link.ts'

/** The networks of a town's phones: most links are fair, some slow, some break amid a frame, and some go silent without a word. */
export function stormyWeather(random: SeededRandom, { maySilence = false } = {}): () => Weather {
  return () => {
    const luck = random.next()
    const direction = random.below(4) === 0 ? 'up' : 'down'
    const bytes = 400 + random.below(60_000)
    if (luck < 0.15) return { cutAfter: { direction, bytes } }
    if (luck < 0.25) return { delayMs: 20 + random.below(180) }
    if (luck < 0.3) return { throttle: 20_000 + random.below(30_000), delayMs: 50 }
    if (luck < 0.31 && maySilence) return { swallowAfter: { direction, bytes } }
    return {}
  }
}
