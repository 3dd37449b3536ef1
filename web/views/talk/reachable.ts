/** For a part that scrolls: it must be reachable by keyboard (WCAG 2.1.1). */
export function reachable(part: HTMLElement): void {
  part.tabIndex = 0
}
