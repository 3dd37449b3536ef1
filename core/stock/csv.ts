/** A row of a CSV by RFC 4180, of cells in which nothing is a formula: what a spreadsheet would reckon, in signs of either width, begins with an apostrophe. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

const cell = (text: string): string => {
  const plain = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text
  return /["',\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
