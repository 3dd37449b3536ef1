import type { OrganizationSettings, Storage } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { shaped } from './shape.ts'

/** Paths of an organization's settings and of what it holds, for its administrators. */
export const organizationPaths = {
  settings: (organizationId: Id) => `/api/organizations/${organizationId}`,
  storage: (organizationId: Id) => `/api/organizations/${organizationId}/storage`,
}

export const settingsShape = shaped<OrganizationSettings>('leavesNothing', 'urgentBy', 'storageBytes')
export const storageShape = shaped<Storage>('bytes', 'quota', 'rooms', 'others')
