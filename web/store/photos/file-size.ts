/** How large something is, as a phone's own apps say it: thousands, one decimal below ten. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const [value, unit] = bytes < 999_500 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** How much of something is done, in whole percent, cut. */
export const percentOf = (sent: number, size: number): number => Math.floor((sent / Math.max(1, size)) * 100)
