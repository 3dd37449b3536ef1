const hourMinutes = 60

/** 「06:30」, as <input type="time"> has it. */
export const timeOf = (minute: number): string =>
  [Math.floor(minute / hourMinutes), minute % hourMinutes].map((part) => String(part).padStart(2, '0')).join(':')

/** Minutes since midnight; null where nothing was chosen. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time) ?? []
  return hours === undefined ? null : Number(hours) * hourMinutes + Number(minutes)
}
