import type { NoteKind } from '../../../protocol/note.ts'

/** Outlines in a 24 × 24 box: of the notes. */
export const noteOutlines = {
  calendar: 'M5 5.5h14v14H5zM5 10h14M9 3.5v4M15 3.5v4',
  up: 'M12 19V6M6 11.5l6-6 6 6',
  check: 'M4.5 12.5l5 5 10-11',
  history: 'M4 6v4h4M4.5 10a8 8 0 117.5 10.5M12 8v4.5l3 2',
  box: 'M4 5h16v4H4zM5.5 9v10.5h13V9M10 13h4',
  offline:
    'M7 3.5h10A1.5 1.5 0 0118.5 5v14a1.5 1.5 0 01-1.5 1.5H7A1.5 1.5 0 015.5 19V5A1.5 1.5 0 017 3.5zM9 11.5l2.2 2.2L15.5 9',
  outside: 'M10 5H5v14h14v-5M13.5 4.5h6v6M19 5l-8.5 8.5',
  file: 'M6.5 3.5h7l4.5 4.5v12.5h-11.5zM13.5 3.5V8H18',
  clip: 'M19 11.5l-7.2 7.2a4.4 4.4 0 01-6.2-6.2l7.6-7.6a3 3 0 014.2 4.2l-7.4 7.4a1.5 1.5 0 01-2.1-2.1l6.6-6.6',
  grip: 'M5 8h14M5 12h14M5 16h14',
  print: 'M7 8V3.5h10V8M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z',
  remove: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13',
} as const

export const kindOutlines = {
  text: 'M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3.5',
  schedule: noteOutlines.calendar,
  links: 'M10 14a4 4 0 006 .4l3-3a4 4 0 00-5.7-5.7l-1.2 1.2M14 10a4 4 0 00-6-.4l-3 3a4 4 0 005.7 5.7l1.2-1.2',
  bereavement: 'M12 21v-8M12 13c-4 0-6-2.5-6-6.5 4 0 6 2.5 6 6.5zM12 13c4 0 6-2.5 6-6.5-4 0-6 2.5-6 6.5z',
} as const satisfies Record<NoteKind, string>
