const names: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windowsパソコン'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linuxパソコン'],
]

/** What a device is called in its owner's list until they name it. */
export const deviceNameOf = (userAgent: string | undefined): string =>
  names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? '端末'
