/** Japan's clock is so far ahead of UTC, all year. */
export const japanMs = 9 * 3_600_000
