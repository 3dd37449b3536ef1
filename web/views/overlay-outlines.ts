/** Outlines in a 24 × 24 box: of what lies over a talk. */
export const overlayOutlines = {
  reply: 'M10 6L4 11.5l6 5.5M4.5 11.5H14c4 0 6 2.5 6 7',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5',
  undo: 'M5 5l14 14M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17z',
  check: 'M4.5 12.5l5 5 10-11',
  eye: 'M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 15a3 3 0 100-6 3 3 0 000 6z',
  history: 'M4 6v4h4M4.5 10a8 8 0 117.5 10.5M12 8v4.5l3 2',
  phone:
    'M6.5 3.5l3 .5 1 4-2 1.5a11 11 0 006 6l1.5-2 4 1 .5 3c0 1.5-1 2.5-2.5 2.5C10.5 20 4 13.5 4 6c0-1.5 1-2.5 2.5-2.5z',
} as const
