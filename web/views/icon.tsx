/** Outlines in a 24 × 24 box. */
const outlines = {
  back: 'M15 5l-7 7 7 7',
  send: 'M4 12l16-8-6 16-3-6.5z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  people:
    'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c0-3.5 3-5.5 6.5-5.5s6.5 2 6.5 5.5M16 4.4a3.5 3.5 0 010 6.2M18 15c2 .8 3.5 2.5 3.5 5',
  person: 'M12 11.5a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6',
  announce: 'M4 10v4h3l8 5V5l-8 5zM18.5 9c1.3 1.8 1.3 4.2 0 6',
  phone:
    'M6.5 3.5l3 .5 1 4-2 1.5a11 11 0 006 6l1.5-2 4 1 .5 3c0 1.5-1 2.5-2.5 2.5C10.5 20 4 13.5 4 6c0-1.5 1-2.5 2.5-2.5z',
  reply: 'M10 6L4 11.5l6 5.5M4.5 11.5H14c4 0 6 2.5 6 7',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5',
  undo: 'M5 5l14 14M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17z',
  pin: 'M9 3.5h6l-.8 6 3.3 4h-11l3.3-4zM12 13.5v7',
  check: 'M4.5 12.5l5 5 10-11',
  eye: 'M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 15a3 3 0 100-6 3 3 0 000 6z',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L20.5 20.5',
  down: 'M12 5v13M6 12.5l6 6 6-6',
  history: 'M4 6v4h4M4.5 10a8 8 0 117.5 10.5M12 8v4.5l3 2',
  smile: 'M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17zM8.5 14.5c1.8 2 5.2 2 7 0M9 10h.01M15 10h.01',
  at: 'M12 15.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM15.5 8.5V13c0 3.5 5 3.5 5-1a8.5 8.5 0 10-3.5 6.9',
  alert: 'M12 8v5M12 16.5h.01M12 3.5l9.5 17h-19z',
} as const

export type IconName = keyof typeof outlines

/** A picture that says nothing by itself: the words stand beside it or in the button's label. */
export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[props.name]} />
    </svg>
  )
}
