/** A pin on a map, in a 24 × 24 box. */
export const placeOutline =
  'M12 21s-6.5-6.2-6.5-11.2a6.5 6.5 0 0113 0C18.5 14.8 12 21 12 21zM12 12.3a2.5 2.5 0 100-5 2.5 2.5 0 000 5z'
