/**
 * Small pictures of 16 × 16 pixels as real encoders write them, and with nothing in them but what makes the picture: each is its own public copy.
 */
export type Picture = { name: string; type: string; bytes: Uint8Array }

const encoded: Record<string, [type: string, ...base64: string[]]> = {
  /** JPEGs of libjpeg, at quality 85. */
  baseline: [
    'image/jpeg',
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIe',
    'JBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAQABAD',
    'ASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB',
    'kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZ',
    'mqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQF',
    'BgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5',
    'OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX',
    '2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDxTQvCn9mbf3fm+Z7bcY/P1rvdC8Kf2Zt/d+b5nttxj8/Wu70Lwp/Zm3935vme23GP',
    'z9a73QvCn9mbf3Xm+Z7bcY/P1rz804n+rX19j7H/ALf+r8//AKd9r8/Z36WL4F4x5uX3r3/H/K34n//Z',
  ],
  progressive: [
    'image/jpeg',
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIe',
    'JBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wgARCAAQABAD',
    'ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABQb/xAAVAQEBAAAAAAAAAAAAAAAAAAABBP/aAAwDAQACEAMQAAABiX3X53//xAAXEAADAQAA',
    'AAAAAAAAAAAAAAAAAwQT/9oACAEBAAEFAkS5iJcxEuYiXM//xAAXEQADAQAAAAAAAAAAAAAAAAAABREh/9oACAEDAQE/AUTizT//xAAdEQAABQUA',
    'AAAAAAAAAAAAAAAABAUSExFigaKy/9oACAECAQE/ATSnHYzMdenaj//EABYQAQEBAAAAAAAAAAAAAAAAABEAMf/aAAgBAQAGPwLFsWxbFv/EABYQ',
    'AAMAAAAAAAAAAAAAAAAAAAAhwf/aAAgBAQABPyFOATgE4BOA/9oADAMBAAIAAwAAABCn/8QAGBEAAgMAAAAAAAAAAAAAAAAAEaEAUdH/2gAIAQMB',
    'AT8QtBeBz//EABkRAAIDAQAAAAAAAAAAAAAAACHwAAERQf/aAAgBAgEBPxAspXsuZP/EABkQAAEFAAAAAAAAAAAAAAAAAAARIVGRwf/aAAgBAQAB',
    'PxDOTEuTOTEuTOTEuTOzEuT/2Q==',
  ],
  restarting: [
    'image/jpeg',
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIe',
    'JBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAQABAD',
    'ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABgf/xAAeEAAABAcAAAAAAAAAAAAAAAAAERITBQYVI1Fhkf/EABUBAQEAAAAAAAAAAAAAAAAA',
    'AAIF/8QAIhEAAQEGBwAAAAAAAAAAAAAAERMABQYSFKEhIkGBgrPR/90ABAAB/9oADAMBAAIRAxEAPwCKQKVKYm265pJF3IewKVKYm265pJF3IdwK',
    'VKYm265pJF3IewKVKYm065pJF3InvSJ6Y4oo86eftV3TOgZwLGM0uYm/gu3/2Q==',
  ],
  /** YCCK, as Adobe says. */
  fourColours: [
    'image/jpeg',
    '/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAFAwQEBAMFBAQEBQUFBgcMCAcHBwcPCwsJDBEPEhIRDxERExYcFxMUGhURERghGBodHR8fHxMXIiQiHiQc',
    'Hh8e/9sAQwEFBQUHBgcOCAgOHhQRFB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4e/8AAFAgAEAAQBAEi',
    'AAIRAQMRAQQiAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAGBwj/xAAeEAAABAcAAAAAAAAAAAAAAAAAERITBQYVI1Fhkf/EABUBAQEAAAAAAAAAAAAA',
    'AAAAAAIF/8QAIhEAAQEGBwAAAAAAAAAAAAAAERMABQYSFKEhIkGBgrPR/9oADgQBAAIRAxEEAAA/ANqjs11NVxpvajPmBAx2a6mq403tRnzAhI7N',
    'dTVcab2oz5gQUdmupqutN7UZ8wKDrhipGCy3Cok6ktlBqWEdQdLNlAt6bNzEAAP/2Q==',
  ],
  /** RGB, as Adobe says. */
  plainColours: [
    'image/jpeg',
    '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAFAwQEBAMFBAQEBQUFBgcMCAcHBwcPCwsJDBEPEhIRDxERExYcFxMUGhURERghGBodHR8fHxMXIiQiHiQc',
    'Hh8e/8AAEQgAEAAQA1IRAEcRAEIRAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAIBwb/xAAlEAAABAENAAAAAAAAAAAAAAAAERIUBxYXIThBQ2JkZoGE',
    'k6H/2gAMA1IARwBCAAA/AMMg9c7DDJtsv4OSqt6ulNwWzbtWpxhJNp0WbB652CbbL+BVb1dKbgtm3atTjCSbTojKD1zsLNm2y/gVW9XSm4LZt2rU',
    '4wkm06LNg9c7BNtl/Aqt6ulNwWzbtWpxhJNp0f/Z',
  ],
  grey: [
    'image/jpeg',
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIe',
    'JBweHx7/wAALCAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAACAAG/8QAHhAAAQMFAQEAAAAAAAAAAAAAEQAFFAYHEyIjQWH/2gAIAQEAAD8A',
    'IzU3yhqSta1UXKHIn4q3LfKx6khJO3NFysfIkeL/2Q==',
  ],
  /** Of Chromium, with alpha. */
  trueColours: [
    'image/png',
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAB/ElEQVR4AWySwZXTQBBEq3Xl4ekxCRACN8s3QiAEQiAEQiAEQiAEbp4jIRACK8mS',
    'bXnVfFlmvV72UE+akeZPVXdXksLRe/QBfVSJT+gz+oK+svcNfUc/0E/2fqHf6A+qxGkUaEKP6IxGdJLbUUkHuQbUoz3qUIsa9PAEiKQ7AGsAcVS+',
    'ApLuAUkA4gawfA9gDeCZg/wCkAFkmwFF8kKEgoNChJoINRFqABscFCIUIhQc7IhQd+Y1EerGUj0DBEAA7h3IBUBH3dXAAKiLrNZczZR0A5AZB8KB',
    'cKCR9YmfcKADzwFQH64F4Gr53ljWP4CFXWpgTwBb6zSlxcHkNiirN18cWFLLmiJqBtQMwoYI9RS+AVDO4WVUKiflgoMaB5tBXvfyDQ5KJ98RoQAo',
    'M0AyFwBNPAHozHPkhpMluuA6iDlgDwfamwdFtHZyuuAXB7oUMVz/1UCZOZgBWQPfe7RXti6IABAHsTiQK9i4AuJSREtzF24O+Kfn4F4pOkCt5WjM',
    'qxnwcg62AJiDfJ0Dn+dgN1guva2Zg7ztqnVNhG2j1WYG6BJBfo2QlxosDuiCBzWwYWKUY7V0ASc4UPO4fq0GSefIGqc8RwCQ7aCVBiL21Tr2vHeV',
    'q+WCRu+eAaju0gUcxEojB064OirRhaxBHn14tefWblqprd7ShTd6+AsAAP//y68s5gAAAAZJREFUAwCvXEzS8t0GGAAAAABJRU5ErkJggg==',
  ],
  /** Four colours with tRNS, gAMA and cHRM, in two IDAT. */
  palette: [
    'image/png',
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAMAAAAoLQ9TAAAABGdBTUEAALGPC/xhBQAAACBjSFJNAAB6JgAAgIQAAPoAAACA6AAAdTAAAOpgAAA6',
    'mAAAF3CculE8AAAADFBMVEX/AAAA/wAAAP/w8BRAHAD0AAAAA3RSTlP/gAB/bWh4AAAAFElEQVR4nKWLMQ4AMBCCUP//58btZusGRI13TL0AAAAW',
    'SURBVAAkybaThEH8/rsLjYu40DiIB80QAYEB5g14AAAAAElFTkSuQmCC',
  ],
  /** WebPs of Chromium: VP8, VP8L, and VP8X with ALPH. */
  lossy: [
    'image/webp',
    'UklGRogAAABXRUJQVlA4IHwAAAAwAwCdASoQABAAAUAmJbACdD3/9JV/4H9VjQB1fp8QcM5AAP7+qGm9WGBNmwCRwJj7I02QeTYWENfNCT+asr4N',
    'F9R6p3p6NBwrWKRhTmE/0M582fs8ZXvAKUeno0JFDPW7YuYD/+XpnrTuj+t//NPz1p3R+22OpO6PiAAA',
  ],
  lossless: [
    'image/webp',
    'UklGRloBAABXRUJQVlA4TE4BAAAvD8ADAP+nKJLUCAnt3y6QO/+BEAsmw8r/Cmv+BQTFArkRBAAGAKQFzHGHpGFocWcd6f79G6AQAADCtm3btm3b',
    'tm3btm3btm3b1kZE/wMAgYBBQMHAISChoGFg4eABEJGQUVDR0DEwsbBxcPHwEQiJiElIycgpKKmoaWjp6AkYmZhZWNnYOTi5uHl4+fgZBIWERUTF',
    'xCUkpaRlZOXkBRSVlFVU1dQ1NLW0dXT19BUMjYxNTM3MLSytrG1s7ewNHJ2cXVzd3D08vbx9fP38HQKDgkNCw8IjIqOiY2Lj4gMSk5JTUtPSMzKz',
    'snNy8/ITCouKS0rLyisqq6prauvqCxqbmlta29o7Oru6e3r7+hsGh4ZHRsfGJyanpmdm5+YHFpeWV1bX1jc2t7Z3dvf2Fw6Pjk9Oz84vLq+ub27v',
    '7g8en55fXt/ePz6/vn9+//4f',
  ],
  alpha: [
    'image/webp',
    'UklGRvYAAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSFMAAAAFfyAWTOYv3ZlCRKQOTrJteypoAA24SLAKzADbo9A4LBKJxaFR+B1gnQIrwblO',
    'g/mEiOh/igIlmYpKzaTl0U+YZswLlhXrhm3HfuC68XLl48nXmwBWUDggfAAAADADAJ0BKhAAEAABQCYlsAJ0Pf/0lX/gf1WNAHV+nxB3T3wA/v6o',
    'ab26t2GpbScPSMRfAqLh1o8jr+GwhAzKmqf3Jz0W97ZyFshToUGrb/bUtAzQ8CcfKbOdTtGfh3deEwOMV//6vTPWndH9b/+afnrTuj9tsdSd0fEA',
    'AAA=',
  ],
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

export const pictures: Picture[] = Object.entries(encoded).map(([name, [type, ...base64]]) => ({
  name,
  type,
  bytes: fromBase64(base64.join('')),
}))

export function picture(name: string): Picture {
  const found = pictures.find((picture) => picture.name === name)
  if (!found) throw new Error(`no picture ${name}`)
  return found
}

export const joinedBytes = (...parts: Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A letter up to U+00FF is a byte. */
export const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

const u32 = (n: number, isLittle: boolean): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, n, isLittle)
  return bytes
}
export const u32be = (n: number): Uint8Array => u32(n, false)
export const u32le = (n: number): Uint8Array => u32(n, true)

/** A segment of a JPEG. */
export const segment = (code: number, content: Uint8Array): Uint8Array =>
  joinedBytes(Uint8Array.of(0xff, code, (content.length + 2) >> 8, (content.length + 2) & 255), content)

/** A chunk of a PNG, with its checksum. */
export function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const body = joinedBytes(latin(name), data)
  return joinedBytes(u32be(data.length), body, u32be(crc32(body)))
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return ~crc >>> 0
}

/** A chunk of a WebP, of an even length. */
export const webpChunk = (name: string, data: Uint8Array): Uint8Array =>
  joinedBytes(latin(name), u32le(data.length), data, new Uint8Array(data.length % 2))

export const webp = (...chunks: Uint8Array[]): Uint8Array => {
  const body = joinedBytes(latin('WEBP'), ...chunks)
  return joinedBytes(latin('RIFF'), u32le(body.length), body)
}

/** A WebP that says of itself what it has, by these flags; of one that says nothing yet, all that it has is its picture. */
export function saying(flags: number, { bytes }: Picture): Uint8Array {
  const chunks = bytes.subarray(12)
  if (latin('VP8X').every((letter, i) => chunks[i] === letter)) {
    const own = (chunks[8] as number) | flags
    return webp(chunks.subarray(0, 8), Uint8Array.of(own), chunks.subarray(9))
  }
  return webp(webpChunk('VP8X', Uint8Array.of(flags, 0, 0, 0, 15, 0, 0, 15, 0, 0)), chunks)
}

/** A moving WebP of two frames. `hidden`: what else lies in each of them. */
export function moving(hidden: Uint8Array = new Uint8Array(0)): Uint8Array {
  const frame = (name: string) =>
    webpChunk(
      'ANMF',
      joinedBytes(
        Uint8Array.of(0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0),
        picture(name).bytes.subarray(12),
        hidden,
      ),
    )
  return webp(
    webpChunk('VP8X', Uint8Array.of(2, 0, 0, 0, 15, 0, 0, 15, 0, 0)),
    webpChunk('ANIM', Uint8Array.of(0, 0, 0, 0, 0, 0)),
    frame('lossy'),
    frame('lossless'),
  )
}
