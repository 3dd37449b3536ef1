const encoder = new TextEncoder()

export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** Bytes and texts behind one another; a letter up to U+00FF is a byte. */
export function joined(...parts: (string | number[] | Uint8Array)[]): Uint8Array {
  const bytes = parts.flatMap((part) =>
    typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part],
  )
  return new Uint8Array(bytes)
}

const u16 = (n: number) => [n & 255, n >> 8]
const u32 = (n: number) => [...u16(n & 0xffff), ...u16(n >>> 16)]

/** A zip of empty files. `claims`: the size that each claims to have when it is unpacked. */
export function aZip(names: string[], claims = 0): Uint8Array {
  const files = names.map((name) =>
    joined('PK\u0003\u0004', new Array(14).fill(0), u32(0), u32(claims), u16(name.length), u16(0), name),
  )
  const body = joined(...files)
  const entries = names.map((name) =>
    joined('PK\u0001\u0002', new Array(16).fill(0), u32(0), u32(claims), u16(name.length), new Array(16).fill(0), name),
  )
  const directory = joined(...entries)
  const end = joined('PK\u0005\u0006', new Array(8).fill(0), u32(directory.length), u32(body.length), u16(0))
  return joined(body, directory, end)
}

export const anOfficeFile = (document: string, claims = 0): Uint8Array =>
  aZip(['[Content_Types].xml', '_rels/.rels', document], claims)

/** A JPEG as far as its beginning goes, and bytes that tell where they were cut. */
export function aPhoto(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + (at >> 8)) & 255
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  return bytes
}
