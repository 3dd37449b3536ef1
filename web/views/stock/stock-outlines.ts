import type { Consent } from '../../../protocol/stock.ts'

/** Outlines in a 24 × 24 box: whether a photo may be shown. */
export const consentOutlines: Record<Consent, string> = {
  ask: 'M9 9.500a3 3 0 115 2.200c-1.200.900-2 1.500-2 2.800M12 18h.01',
  ok: 'M5 12.500l4.500 4.500L19 7.500',
  no: 'M6 6l12 12M18 6L6 18',
}
