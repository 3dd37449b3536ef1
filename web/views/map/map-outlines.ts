/** Outlines in a 24 × 24 box: of what stands on a map. */
export const mapOutlines = {
  camera: 'M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4zM12 16.5a3.25 3.25 0 100-6.5 3.25 3.25 0 000 6.5z',
  person: 'M12 11.5a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6',
  place: 'M12 21s-6.5-6.2-6.5-11.2a6.5 6.5 0 0113 0C18.5 14.8 12 21 12 21zM12 12.3a2.5 2.5 0 100-5 2.5 2.5 0 000 5z',
  target: 'M12 18a6 6 0 100-12 6 6 0 000 12zM12 2.5V6M12 18v3.5M2.5 12H6M18 12h3.5',
  whole: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
} as const
