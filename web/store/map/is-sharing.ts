/** Under which name a browser remembers what it shares. */
export const sharingKey = 'yagura-sharing'

/** Whether this browser shares where it is, or did when the page went. */
export function isSharing(): boolean {
  try {
    return localStorage.getItem(sharingKey) !== null
  } catch {
    return false
  }
}
