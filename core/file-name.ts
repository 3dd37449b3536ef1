import { limits } from '../protocol/limits.ts'
import { utf8Bytes } from '../protocol/text.ts'

/**
 * A name under which a file may be shown and saved: in any script, without a path, without what controls a terminal or turns the direction
 * of reading, no device's, and of a bounded length. The same name in gives the same name out.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
    .replace(devices, '_$&')
  return shortened(clean) || 'file'
}

/** What Windows takes for a device, with whatever ending. */
const devices = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=[. ]|$)/i

/** The beginning and the ending of a name that is too long. */
function shortened(name: string): string {
  if (utf8Bytes(name) <= limits.maxFileNameBytes) return name
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  return cutToBytes(name, limits.maxFileNameBytes - ending.length).replace(/[. ]+$/, '') + ending
}

/** As many of its first characters as so many bytes of UTF-8 hold. */
export function cutToBytes(text: string, most: number): string {
  if (utf8Bytes(text) <= most) return text
  let [end, bytes] = [0, 0]
  for (const character of text) {
    bytes += utf8Bytes(character)
    if (bytes > most) break
    end += character.length
  }
  return text.slice(0, end)
}
