import { limits } from '../../protocol/limits.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { utf8Bytes } from '../../protocol/text.ts'
import { commonPasswords, commonWords } from './common-passwords.ts'

/**
 * Why a password cannot be taken, or null. Length and commonness are all that is asked; there is no rule of composition.
 * `own` is what everybody knows of the person: the login ID.
 */
export function passwordProblem(password: string, own: readonly string[]): RefusalCode | null {
  const text = password.normalize('NFKC')
  if (utf8Bytes(password) > limits.maxPasswordBytes) return 'password_too_long'
  if ([...text].length < limits.minPasswordCharacters) return 'password_too_short'
  return isCommon(
    text.toLowerCase(),
    own.map((word) => word.normalize('NFKC').toLowerCase()),
  )
    ? 'password_too_common'
    : null
}

function isCommon(text: string, own: readonly string[]): boolean {
  if (commonPasswords.has(text) || own.includes(text) || isPattern(text)) return true
  // A word that everybody knows with the usual tail: sakura2026, kasama119!, and the login ID twice.
  const core = text.replace(/[^\p{L}]{0,6}$/u, '').replace(/^[^\p{L}]{0,2}/u, '')
  if (commonWords.has(core) || own.includes(core)) return true
  return own.some((word) => word.length >= 3 && text === word + word)
}

/** One or two characters throughout, one short piece repeated, a run along the alphabet or the keyboard, or a date. */
function isPattern(text: string): boolean {
  if (new Set(text).size <= 2) return true
  if (/^(.{1,4})\1+$/u.test(text)) return true
  if (runs.some((run) => run.includes(text))) return true
  return /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(text)
}

const forwards = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  '1q2w3e4r5t6y7u8i9o0p',
]
const runs = [...forwards, ...forwards.map((run) => [...run].reverse().join(''))]
