/** Outlines in a 24 × 24 box: of the pages beside the talk. */
export const settingOutlines = {
  forward: 'M9 5l7 7-7 7',
  photos: 'M4 5h16v14H4zM4 16l5-5 4 4 2.500-2.500L20 17M15.500 9.500h.01',
  sliders:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500a2.500 2.500 0 100 5 2.500 2.500 0 000-5M9 14.500a2.500 2.500 0 100 5 2.500 2.500 0 000-5',
  addHome:
    'M7 3.5h10A1.5 1.5 0 0118.5 5v14a1.5 1.5 0 01-1.5 1.5H7A1.5 1.5 0 015.5 19V5A1.5 1.5 0 017 3.5zM12 8.5v7M8.5 12h7',
} as const
