/** Outlines in a 24 × 24 box: of photos and files. */
export const photoOutlines = {
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  save: 'M12 4v11M7 10.5l5 5 5-5M4.5 20h15',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  hand: 'M12.5 6.5L20 12l-7.5 5.5V14C8 14 5.500 15.500 4 18c.3-5 3-8 8.500-8z',
  message: 'M4 5h16v11h-9l-4 4v-4H4z',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 2.500-2.500L20 17M15.500 9.500h.01',
  document: 'M6 3.500h8l4 4v13H6zM13.500 3.500V8H18M9 12h6M9 15.500h6',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14',
  slides: 'M3.500 5h17v11h-17zM12 16v3.500M8 19.500h8',
  plain: 'M6 3.500h8l4 4v13H6zM13.500 3.500V8H18',
} as const
