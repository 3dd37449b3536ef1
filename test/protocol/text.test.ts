import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { isLongerThan, textProblem } from '../../protocol/text.ts'

const family = '👨‍👩‍👧‍👦'

describe('[LG8] a text', () => {
  test.each([
    ['one character', 'あ'],
    ['4,000 characters', 'あ'.repeat(limits.maxTextGraphemes)],
    ['characters of several code points', `が${family}é`.repeat(300)],
    ['16 KiB', 'a'.repeat(limits.maxTextGraphemes - 1)],
    ['lines and tabs', '一行目\n\t二行目\r\n'],
    ['what looks like markup', '<script>alert(1)</script>'],
    ['text from right to left', 'שלום'],
  ])('[LG8] of %s may be stored', (_, text) => {
    expect(textProblem(text)).toBeNull()
  })

  test.each([
    ['nothing', '', 'text_empty'],
    ['spaces alone', ' 　\n\t', 'text_empty'],
    ['4,001 characters', 'あ'.repeat(limits.maxTextGraphemes + 1), 'text_too_long'],
    ['few characters of more than 16 KiB', family.repeat(limits.maxTextBytes / 25 + 1), 'text_too_long'],
    ['half a character', 'a\ud83d', 'malformed'],
    ['the other half', '\udd25a', 'malformed'],
    ['a zero character', 'a\u0000b', 'malformed'],
  ])('[LG8] of %s is refused', (_, text, code) => {
    expect(textProblem(text)).toBe(code)
  })

  test('[LG8] of exactly 16 KiB passes, one byte more does not', () => {
    // A family is one grapheme of 25 bytes, so that bytes and not graphemes bind here.
    const most = family.repeat(Math.floor(limits.maxTextBytes / 25))
    const full = most + 'a'.repeat(limits.maxTextBytes - 25 * Math.floor(limits.maxTextBytes / 25))
    expect(new TextEncoder().encode(full)).toHaveLength(limits.maxTextBytes)
    expect(textProblem(full)).toBeNull()
    expect(textProblem(`${full}a`)).toBe('text_too_long')
  })
})

test('[LG8] a family is one character, and so is a letter with its accent', () => {
  expect([isLongerThan(1, family), isLongerThan(1, 'e\u0301'), isLongerThan(1, 'が'.normalize('NFD'))]).toEqual([
    false,
    false,
    false,
  ])
  expect([isLongerThan(1, family + family), isLongerThan(0, 'a'), isLongerThan(0, '')]).toEqual([true, true, false])
})
