import { Hono } from 'hono'
import { DirectoryView } from '../../protocol/http.ts'
import { described } from '../describe.ts'
import { directoryView } from '../directory/organizations.ts'
import { inDirectory } from '../directory/request-context.ts'
import type { AppEnv } from '../env.ts'
import { answered } from '../on-error.ts'

/** The directory of an organization, for its members. */
export const organizationsRoutes = new Hono<AppEnv>()

organizationsRoutes.get(
  '/api/organizations/:organization/directory',
  described({
    operationId: 'readDirectory',
    summary: 'Units, titles, seats and people of an organization, for choosing from; without phones',
    tag: 'directory',
    answer: DirectoryView,
    refusals: ['not_found', 'directory_unavailable'],
  }),
  async (c) =>
    answered(c, await inDirectory(c, ({ db, actor }, organization) => directoryView(db, organization, actor))),
)
