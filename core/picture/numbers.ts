/** Numbers and letters in bytes of a stranger: behind the end there are zeros, and nothing is thrown. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0

export const u16be = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 0x100 + byteAt(bytes, at + 1)
export const u16le = (bytes: Uint8Array, at: number): number => byteAt(bytes, at + 1) * 0x100 + byteAt(bytes, at)
export const u32be = (bytes: Uint8Array, at: number): number => u16be(bytes, at) * 0x1_0000 + u16be(bytes, at + 2)
export const u32le = (bytes: Uint8Array, at: number): number => u16le(bytes, at + 2) * 0x1_0000 + u16le(bytes, at)

/** Whether these letters stand there, each a byte. */
export function hasLetters(bytes: Uint8Array, at: number, letters: string): boolean {
  for (let i = 0; i < letters.length; i += 1) if (bytes[at + i] !== letters.charCodeAt(i)) return false
  return true
}

export const fourLetters = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(byteAt(bytes, at), byteAt(bytes, at + 1), byteAt(bytes, at + 2), byteAt(bytes, at + 3))
