import type { Id } from '../../protocol/ids.ts'

const stock = (organizationId: Id) => `/api/organizations/${organizationId}/stock`

/** Paths of the stock of photos. */
export const stockPaths = {
  list: (organizationId: Id, query: string) => `${stock(organizationId)}${query}`,
  selections: (organizationId: Id) => `${stock(organizationId)}/selections`,
  zip: (organizationId: Id, selection: Id) => `${stock(organizationId)}/zip/${selection}`,
}
