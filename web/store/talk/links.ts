/** A piece of a message as it is shown: plain, a link of an allowed scheme, or a mention. Always text nodes, never markup. */
export type Piece = { text: string } | { text: string; href: string } | { text: string; mention: number }

const web = String.raw`https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+`
const mail = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`
const phone = String.raw`(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])|(?<![\d-])0[5789]0\d{8}(?!\d)`
const linkPattern = new RegExp(`(${web})|(${mail})|(${phone})`, 'g')

/** Cuts a message text into pieces. `mentioned` gives the names that stand after an @ in it. */
export function piecesOf(text: string, mentioned: readonly { no: number; name: string }[] = []): Piece[] {
  return splitMentions(text, mentioned).flatMap((piece) => ('mention' in piece ? [piece] : splitLinks(piece.text)))
}

function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(linkPattern)) {
    const link = toLink(match)
    if (!link) continue
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) })
    pieces.push(link)
    done = match.index + link.text.length
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
}

function toLink([, url, address, number]: RegExpMatchArray): { text: string; href: string } | null {
  if (address) return { text: address, href: `mailto:${address}` }
  if (number) return { text: number, href: telHref(number) }
  const shown = withoutTail(url ?? '')
  return isWebAddress(shown) ? { text: shown, href: shown } : null
}

/** A sentence's own punctuation is not part of the address before it, nor is a bracket that was opened outside it. */
function withoutTail(url: string): string {
  let shown = url.replace(/[.,:;!?]+$/, '')
  if (shown.endsWith(')') && !shown.includes('(')) shown = withoutTail(shown.slice(0, -1))
  return shown
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && hostname !== ''
}

export const telHref = (number: string): string => `tel:${number.replace(/[^\d+]/g, '')}`

function splitMentions(text: string, mentioned: readonly { no: number; name: string }[]): Piece[] {
  const longestFirst = mentioned.toSorted((a, b) => b.name.length - a.name.length)
  let pieces: Piece[] = [{ text }]
  for (const { no, name } of longestFirst) {
    pieces = pieces.flatMap((piece) => ('mention' in piece ? [piece] : cutAt(piece.text, `@${name}`, no)))
  }
  return pieces.filter((piece) => piece.text !== '')
}

function cutAt(text: string, mark: string, no: number): Piece[] {
  return text
    .split(mark)
    .flatMap((part, i): Piece[] => (i === 0 ? [{ text: part }] : [{ text: mark, mention: no }, { text: part }]))
}
