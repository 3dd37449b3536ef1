/** Outlines in a 24 × 24 box: of the page about ringing. A light has a shape as well as a colour. */
export const ringingOutlines = {
  bell: 'M6 16.5V11a6 6 0 0112 0v5.5l1.5 2h-15zM10.5 20.5a2 2 0 003 0',
  green: 'M5.5 12.5l4.5 4.5 8.5-10',
  yellow: 'M12 5.5v8M12 18h.01',
  red: 'M7 7l10 10M17 7L7 17',
  off: 'M7.5 12h9',
} as const
