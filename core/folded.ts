/**
 * A text as it is searched: width, case and the two scripts of kana make no difference (Unicode NFKC; katakana U+30A1–U+30F6 lie 0x60 above hiragana),
 * and spaces are one.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
    .replace(/\s+/g, ' ')
    .trim()
}
