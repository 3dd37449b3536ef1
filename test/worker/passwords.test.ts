import { describe, expect, test } from 'vitest'
import { commonPasswords } from '../../worker/passwords/common-passwords.ts'
import { inHashSlot } from '../../worker/passwords/hash-slots.ts'
import { hashPassword, isOutdated, nobodysHash, verifyPassword } from '../../worker/passwords/password-hash.ts'
import { passwordProblem } from '../../worker/passwords/password-policy.ts'
import { deviceNameOf } from '../../worker/sign-in/device-name.ts'

const pepper = 'cGVwcGVyIG9mIHRlc3RzLCB3b3J0aGxlc3MgaW4gdGhlIHdvcmxk'
const cheap = { ln: 4, r: 8, p: 1 }

describe('password hashes', () => {
  test('[SI4] name their cost and salt, are never the same twice, and verify only the same password under the same pepper', async () => {
    const [one, two] = [await hashPassword(pepper, 'hotaru ga tobu'), await hashPassword(pepper, 'hotaru ga tobu')]
    expect(one).toMatch(/^scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(two)
    expect(await verifyPassword(pepper, 'hotaru ga tobu', one)).toBe(true)
    expect(await verifyPassword(pepper, 'hotaru ga tobU', one)).toBe(false)
    expect(await verifyPassword(`${pepper}x`, 'hotaru ga tobu', one)).toBe(false)
    expect(isOutdated(one)).toBe(false)
  })

  test('[SI4] of another cost verify and are outdated; what is no hash matches nothing', async () => {
    const old = await hashPassword(pepper, 'x', cheap)
    expect(await verifyPassword(pepper, 'x', old)).toBe(true)
    expect(isOutdated(old)).toBe(true)
    for (const text of ['', 'x', 'scrypt$ln=4,r=8,p=1$$', old.slice(0, -1), 'bcrypt$2b$10$abc']) {
      expect(await verifyPassword(pepper, 'x', text)).toBe(false)
      expect(isOutdated(text)).toBe(true)
    }
  })

  test('[SI4] what the same keys make on another system is the same password; every character of a long one counts', async () => {
    const composed = await hashPassword(pepper, 'がっこう①', cheap)
    expect(await verifyPassword(pepper, 'か\u3099っこう1', composed)).toBe(true)
    const long = '火'.repeat(300)
    const hash = await hashPassword(pepper, `${long}a`, cheap)
    expect(await verifyPassword(pepper, `${long}a`, hash)).toBe(true)
    expect(await verifyPassword(pepper, `${long}b`, hash)).toBe(false)
    expect(await verifyPassword(pepper, long, hash)).toBe(false)
  })

  test('[SI2] nobody’s hash costs the same and matches no password', async () => {
    expect(isOutdated(nobodysHash)).toBe(false)
    expect(await verifyPassword(pepper, '', nobodysHash)).toBe(false)
  })

  test('[SI15] at most three are made at once, and a crowd beyond sixty waiting is asked to come again', async () => {
    let [running, most] = [0, 0]
    const gates: (() => void)[] = []
    const hold = () =>
      inHashSlot(async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise<void>((open) => gates.push(open))
        running -= 1
        return 'done'
      })
    const crowd = Array.from({ length: 70 }, hold)
    let done = 0
    const outcomes = Promise.all(crowd).then((all) => {
      done = all.length
      return all
    })
    while (done === 0) {
      gates.shift()?.()
      await Promise.resolve()
    }
    expect(most).toBe(3)
    expect((await outcomes).filter((outcome) => outcome === null)).toHaveLength(7)
  })
})

describe('the choice of a password', () => {
  test('[SI12] eight characters, counted as people count, are enough; 64 and more are fine, up to 1,024 bytes', () => {
    expect(passwordProblem('1x3y5z7', [])).toBe('password_too_short')
    expect(passwordProblem('火の見櫓から町', [])).toBe('password_too_short')
    expect(passwordProblem('火の見櫓から町を', [])).toBeNull()
    expect(passwordProblem('👨‍👩‍👧', [])).toBe('password_too_short')
    expect(passwordProblem('correct horse battery staple and so on and on and on and on and on', [])).toBeNull()
    expect(passwordProblem(`${'ab12'.repeat(256)}c`, [])).toBe('password_too_long')
  })

  test('[SI12] no rule of composition: words, blanks and small letters alone will do', () => {
    for (const good of ['hotaru no hikari', 'kawazutobikomu', 'Tr0ubadour&3', '39291847', 'あいうえおかきくけ']) {
      expect(passwordProblem(good, ['bundan05'])).toBeNull()
    }
  })

  test('[SI12] what everybody guesses first is refused, in any width and case', () => {
    expect(commonPasswords.size).toBeGreaterThan(400)
    const guesses = [
      ...commonPasswords,
      ...[
        '12345678',
        '87654321',
        'abcdefgh',
        'QWERTYUI',
        '11111111',
        'abababab',
        '12121212',
        'aaaabbbb',
        '19800101',
        '20201231',
      ],
      ...[
        'sakura2026',
        'Kasama119!',
        'SHOBODAN',
        'shobodan119119',
        'kasamashi2026',
        'ｓａｋｕｒａ１２',
        '消防団119119',
        'かさま123456',
      ],
      ...['bundan05', 'bundan05!', 'Bundan05bundan05', 'yamada.t2026'],
    ]
    for (const guess of guesses)
      expect(passwordProblem(guess, ['bundan05', 'yamada.t']), guess).toBe('password_too_common')
  })
})

test('[SE12] a device is called what its owner calls it', () => {
  expect(deviceNameOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)')).toBe('iPhone')
  expect(deviceNameOf('Mozilla/5.0 (Linux; Android 16; Pixel 9)')).toBe('Android')
  expect(deviceNameOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toBe('Windowsパソコン')
  expect(deviceNameOf(undefined)).toBe('端末')
})
