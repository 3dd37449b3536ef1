import { limits } from './limits.ts'
import type { RefusalCode } from './refusals.ts'

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** Whether a text has more than `most` characters as people count them: a family emoji is one. */
export function isLongerThan(most: number, text: string): boolean {
  if (text.length <= most) return false
  let count = 0
  for (const _ of segmenter.segment(text)) {
    count += 1
    if (count > most) return true
  }
  return false
}

/** Length in UTF-8 bytes; a lone surrogate counts as the replacement character it becomes. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4
      i += 1
    } else bytes += 3
  }
  return bytes
}

/** Why a message text cannot be stored, or null. Sender and room ask the same question. */
export function textProblem(text: string): RefusalCode | null {
  if (text.trim() === '') return 'text_empty'
  if (utf8Bytes(text) > limits.maxTextBytes) return 'text_too_long'
  if (isLongerThan(limits.maxTextGraphemes, text)) return 'text_too_long'
  if (hasUnstorable(text)) return 'malformed'
  return null
}

/** Whether a text has what cannot be kept and given back as it is: half a character, or none at all. */
export const hasUnstorable = (text: string): boolean => text.includes('\u0000') || hasLoneSurrogate(text)

const hasLoneSurrogate = (text: string) =>
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000
