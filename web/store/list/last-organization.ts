import type { Id } from '../../../protocol/ids.ts'

const key = 'yagura.organization'

/** The organization that this browser showed last; a browser that keeps nothing has none. */
export function lastOrganization(): Id | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function rememberOrganization(organizationId: Id | null): void {
  try {
    if (organizationId !== null) localStorage.setItem(key, organizationId)
  } catch {
    // A browser set to keep nothing: the first organization will do.
  }
}
