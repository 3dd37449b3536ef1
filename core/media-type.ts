/**
 * What bytes are, by the bytes alone: what a sender says of them decides nothing. Nothing is ever unpacked; of a zip only the list of names
 * at its end is read. What is not surely one of the known types is `unknownType`, and so is whatever a browser might run: SVG, HTML, XML.
 */
export const unknownType = 'application/octet-stream'

const photoTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']

export const isPhotoType = (type: string): boolean => photoTypes.includes(type)

/** How many bytes of the beginning and of the end are looked at. */
export const sniffedBytes = 128 * 1024

/** `head` and `tail`: the first and the last bytes, each `sniffedBytes` or the whole; `size`: of the whole. */
export function mediaType(head: Uint8Array, tail: Uint8Array, size: number): string {
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP') return 'image/webp'
  if (latin(head, 4, 8) === 'ftyp') return isoImageType(latin(head, 8, 12))
  if (latin(head, 0, 5) === '%PDF-') return 'application/pdf'
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return oleType(head, tail)
  if (latin(head, 0, 4) === 'PK\u0003\u0004') return officeType(namesInZip(tail, size))
  return isPlainText(head, size) ? 'text/plain' : unknownType
}

function isoImageType(brand: string): string {
  if (['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'].includes(brand)) return 'image/heic'
  return brand === 'mif1' || brand === 'msf1' ? 'image/heif' : unknownType
}

const officeKind = 'application/vnd.openxmlformats-officedocument'

function officeType(names: readonly string[]): string {
  if (!names.includes('[Content_Types].xml')) return unknownType
  if (names.includes('word/document.xml')) return `${officeKind}.wordprocessingml.document`
  if (names.includes('xl/workbook.xml')) return `${officeKind}.spreadsheetml.sheet`
  return names.includes('ppt/presentation.xml') ? `${officeKind}.presentationml.presentation` : unknownType
}

/** Names of the streams in a document of the older Office, in UTF-16. */
function oleType(head: Uint8Array, tail: Uint8Array): string {
  const has = (name: string) => {
    const wide = [...name].join('\u0000')
    return latin(head, 0, head.length).includes(wide) || latin(tail, 0, tail.length).includes(wide)
  }
  if (has('WordDocument')) return 'application/msword'
  if (has('Workbook')) return 'application/vnd.ms-excel'
  return has('PowerPoint Document') ? 'application/vnd.ms-powerpoint' : unknownType
}

/** Names in the central directory of a zip, as far as it lies in `tail`. Numbers in it are a stranger's: each is checked before it leads anywhere. */
function namesInZip(tail: Uint8Array, size: number): string[] {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  const end = lastIndexOf(tail, [0x50, 0x4b, 0x05, 0x06])
  if (end < 0 || end + 22 > tail.length) return []
  const names: string[] = []
  let at = view.getUint32(end + 16, true) - (size - tail.length)
  while (at >= 0 && at + 46 <= end && view.getUint32(at, true) === 0x02014b50) {
    const nameLength = view.getUint16(at + 28, true)
    names.push(latin(tail, at + 46, Math.min(at + 46 + nameLength, end)))
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return names
}

/** UTF-8 without control characters that does not begin like something a browser runs. */
function isPlainText(head: Uint8Array, size: number): boolean {
  const text = utf8(head, head.length < size)
  if (text === null || text === '') return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what text has none of
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/.test(text)) return false
  return !/<(?:[a-z!?/])/i.test(text)
}

/** The text, or null. `isCut`: the last character may be cut off. */
function utf8(bytes: Uint8Array, isCut: boolean): string | null {
  let text = ''
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length) {
    const first = bytes[at] as number
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : (first & 0xf0) === 0xe0 ? 3 : 0
    const width = length > 0 ? length : first >= 0xf0 && first < 0xf5 ? 4 : 0
    if (width === 0) return null
    if (at + width > bytes.length) return isCut ? text : null
    for (let i = 1; i < width; i += 1) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return null
    // Only what stands in ASCII is looked for.
    text += width === 1 ? String.fromCharCode(first) : '?'
    at += width
  }
  return text
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte)

function latin(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < Math.min(to, bytes.length); at += 1) text += String.fromCharCode(bytes[at] as number)
  return text
}

function lastIndexOf(bytes: Uint8Array, magic: readonly number[]): number {
  for (let at = bytes.length - magic.length; at >= 0; at -= 1)
    if (magic.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}
