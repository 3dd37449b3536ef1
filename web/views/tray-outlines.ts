/** Outlines in a 24 × 24 box: of what is chosen to be sent. */
export const trayOutlines = {
  remove: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 12.5h6M9 16h6',
} as const
