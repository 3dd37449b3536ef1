const [mega, giga] = [1024 ** 2, 1024 ** 3]

/** How much an organization holds, as its quota is spoken of: 1 GB is 1,024 MB. One decimal below ten, cut and not rounded up to what is not there. */
export function storageWords(bytes: number): string {
  if (bytes === 0) return '0 MB'
  if (bytes < mega) return '1 MB未満'
  const [value, unit] = bytes < giga ? [bytes / mega, 'MB'] : [bytes / giga, 'GB']
  const shown = value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value)
  return `${shown.toLocaleString('ja-JP')} ${unit}`
}

/** How full it is: `near` from four fifths on. */
export type Fullness = { percent: number; state: 'well' | 'near' | 'full' }

const nearPercent = 80

export function fullness(bytes: number, quota: number): Fullness {
  if (bytes >= quota) return { percent: 100, state: 'full' }
  const percent = Math.min(99, Math.floor((bytes / quota) * 100))
  return { percent, state: percent >= nearPercent ? 'near' : 'well' }
}

/** Quotas that the page offers to type, in GB. The server takes more. */
export const quotaBounds = { leastGb: 1, mostGb: 1_000_000 } as const

/** What was typed as a quota, in whole GB; wide digits, commas and the unit may be there. Null where it is none. */
export function quotaFrom(typed: string): number | null {
  const plain = typed.normalize('NFKC').replace(/[\s,]|GB$/gi, '')
  const gb = /^\d{1,8}$/.test(plain) ? Number(plain) : Number.NaN
  return gb >= quotaBounds.leastGb && gb <= quotaBounds.mostGb ? gb * giga : null
}

/** A quota as it stands in its field. */
export const quotaInGb = (bytes: number): string => `${Math.round((bytes / giga) * 100) / 100}`
