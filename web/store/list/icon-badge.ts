/** What waits for this person, on the app's icon where the system shows such a thing. */
export function showOnIcon(count: number): void {
  const shown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
  // A browser that has it for installed apps only says so by failing.
  void shown?.catch(() => undefined)
}
