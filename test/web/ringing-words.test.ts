import { describe, expect, test } from 'vitest'
import { type Light, lightsOf, outlookOf } from '../../core/ringing/outlook.ts'
import { type Outlook, outlooks, type Platform, type RingingFacts } from '../../protocol/ringing.ts'
import { couldRing, factsHere, verdictOf } from '../../web/store/ringing/ringing-outlook.ts'
import { type LightName, lightWords, mendingWords, outlookWords, ringingWords } from '../../web/words/ringing.ts'

const now = Date.UTC(2026, 10, 24)
const hourMs = 3_600_000
const platforms: Platform[] = ['android', 'ios', 'mac', 'windows', 'linux', 'other']
const names: LightName[] = ['permission', 'subscription', 'shown']
const well: RingingFacts = {
  permission: 'granted',
  platform: 'android',
  installed: true,
  toldAt: now,
  subscribedAt: now - hourMs,
  trouble: null,
  sentAt: now - hourMs,
  shownAt: now - hourMs + 1_000,
}

/** Facts for each outlook; null for a device that never said anything. */
const facts: Record<Outlook, RingingFacts | null> = {
  rings: well,
  untried: { ...well, sentAt: null, shownAt: null },
  late: { ...well, shownAt: null },
  not_shown: { ...well, sentAt: now - 48 * hourMs, shownAt: null },
  ended: { ...well, trouble: 'ended' },
  refused: { ...well, trouble: 'refused' },
  unsubscribed: { ...well, subscribedAt: null },
  denied: { ...well, permission: 'denied' },
  unasked: { ...well, permission: 'default' },
  not_installed: { ...well, permission: 'unsupported', platform: 'ios', installed: false },
  unsupported: { ...well, permission: 'unsupported' },
  no_device: null,
}

/** Words that nobody says who has a phone and no trade. */
const jargon = /プッシュ|サブスクリプション|サービスワーカー|push|undefined|null/i

describe.each(outlooks)('the words for %s', (outlook) => {
  const lights = lightsOf(facts[outlook], now)

  test('are there for each light, short and without jargon', () => {
    expect(outlookOf(facts[outlook], now)).toBe(outlook)
    for (const name of names) {
      const words = lightWords(name, lights[name], outlook, '今日 6:45')
      expect(words).toMatch(/\p{Script=Hiragana}/u)
      expect(words).not.toMatch(jargon)
      expect(words.length).toBeLessThan(25)
    }
    expect(outlookWords[outlook]).not.toMatch(jargon)
  })

  test('say on every platform what mends it, and nothing where nothing is to be mended', () => {
    for (const platform of platforms)
      for (const installed of [true, false]) {
        const words = mendingWords(outlook, platform, installed)
        expect(words === '').toBe(outlook === 'rings')
        expect(words).not.toMatch(jargon)
        if (words) expect(words).toMatch(/。$/)
      }
  })

  test('and its sentence promise a ring only where there is one', () => {
    const isGreen = names.every((name) => lights[name] === ('green' satisfies Light))
    expect(verdictOf(outlook) === 'rings').toBe(isGreen)
    expect(ringingWords.verdicts[verdictOf(outlook)]).toMatch(/。$/)
  })
})

describe('what this device knows better than the town', () => {
  const here = {
    permission: 'granted',
    platform: 'android',
    installed: true,
    isSubscribed: true,
    shownAt: null,
  } as const
  const known = {
    key: 'key',
    quiet: null,
    now,
    devices: [{ id: '0'.repeat(32), name: 'x', current: true, facts: well, outlook: 'rings' as const }],
  }
  const outlook = (own: object, told: typeof known | null = known) => {
    const own_ = factsHere({ ...here, ...own }, told)
    return own_ && outlookOf(own_, now)
  }

  test('its permission and its subscription as they are now, and what it showed just now', () => {
    expect(outlook({})).toBe('rings')
    expect(outlook({ permission: 'denied' })).toBe('denied')
    expect(outlook({ isSubscribed: false })).toBe('unsubscribed')
    expect(outlook({ isSubscribed: null })).toBe('rings')
    const late = { ...known, devices: [{ ...known.devices[0]!, facts: facts.late! }] }
    expect(outlook({}, late)).toBe('late')
    expect(outlook({ shownAt: now }, late)).toBe('rings')
  })

  test('without the town it says what the permission says, and else nothing', () => {
    expect(outlook({}, null)).toBeNull()
    expect(outlook({ permission: 'default' }, null)).toBe('unasked')
    expect(verdictOf(null)).toBe('unsure')
  })

  test('the list speaks of it where one tap here would make it ring', () => {
    const could = outlooks.filter((one) => couldRing(one, known))
    expect(could).toEqual(['ended', 'unsubscribed', 'unasked'])
    expect(outlooks.some((one) => couldRing(one, { ...known, key: null as never }) || couldRing(one, null))).toBe(false)
  })
})
