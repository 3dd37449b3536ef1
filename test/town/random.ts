/** Chance with a seed: the same words give the same town on every machine. */

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))

/** Four well-mixed 32-bit numbers from a text. Not for secrets. */
function mix(text: string): [number, number, number, number] {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667]
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    a = Math.imul(rotate(a ^ unit, 13), 0x85ebca6b) + b
    b = Math.imul(rotate(b ^ unit, 17), 0xc2b2ae35) + c
    c = Math.imul(rotate(c ^ unit, 5), 0x27d4eb2f) + d
    d = Math.imul(rotate(d ^ unit, 23), 0x165667b1) + a
  }
  for (let round = 0; round < 4; round += 1) {
    a = Math.imul(a ^ (d >>> 15), 0x85ebca6b)
    b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35)
    c = Math.imul(c ^ (b >>> 16), 0x27d4eb2f)
    d = Math.imul(d ^ (c >>> 14), 0x165667b1)
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0]
}

const hex = (value: number) => value.toString(16).padStart(8, '0')

/** 128 bits as 32 lower-case hex characters, the same for the same words. */
export const idOf = (...words: string[]): string => mix(words.join('/')).map(hex).join('')

/** A UUID version 7 with this time (epoch milliseconds), the same for the same words. */
export function uuidOf(at: number, ...words: string[]): string {
  const time = at.toString(16).padStart(12, '0')
  const chance = idOf(...words)
  const variant = '89ab'.charAt(Number.parseInt(chance.charAt(3), 16) % 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${variant}${chance.slice(4, 7)}-${chance.slice(8, 20)}`
}

export type Chance = {
  /** A whole number from 0 up to, not including, `below`. */
  upTo(below: number): number
  pick<T>(from: readonly T[]): T
  /** A shuffled copy. */
  shuffle<T>(list: readonly T[]): T[]
}

/** A generator (sfc32) that starts from these words. */
export function chanceOf(...words: string[]): Chance {
  let [a, b, c, d] = mix(words.join('/'))
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (rotate(c, 21) + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  const upTo = (below: number) => Math.floor(next() * below)
  return {
    upTo,
    pick: <T>(from: readonly T[]) => from[upTo(from.length)] as T,
    shuffle: <T>(list: readonly T[]) => {
      const copy = [...list]
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = upTo(i + 1)
        ;[copy[i], copy[j]] = [copy[j] as T, copy[i] as T]
      }
      return copy
    },
  }
}
