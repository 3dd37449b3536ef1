import { eq } from 'drizzle-orm'
import type * as v from 'valibot'
import { indexDirectory } from '../../core/directory/directory-index.ts'
import type { Organization } from '../../core/directory/organization.ts'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import type { ChangeOrganization, OrganizationSettings } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import { organizations } from './schema.ts'
import { readSnapshot } from './snapshot.ts'

/** What changeOrganization changes, as it is now; for the same people. */
export async function readOrganization(
  { db, actor }: Pick<DirectoryContext, 'db' | 'actor'>,
  organizationId: Id,
): Promise<Result<OrganizationSettings>> {
  const snapshot = await readSnapshot(db, organizationId)
  if (!snapshot || !isAdmin(indexDirectory(snapshot.directory), actor)) return refuse('not_found')
  return ok(settingsOf(snapshot.directory.organization))
}

/** Says what an organization asks of its members' clients and how it rings, for its administrators; to everyone else (`not_found`) it is not there. */
export function changeOrganization(
  context: DirectoryContext,
  organizationId: Id,
  wish: v.InferOutput<typeof ChangeOrganization>,
): Promise<Result<null>> {
  return changeDirectory(context, organizationId, (index) => {
    if (!isAdmin(index, context.actor)) return refuse('not_found')
    const { directory } = index
    const was = settingsOf(directory.organization)
    const settings = {
      leavesNothing: wish.leavesNothing ?? was.leavesNothing,
      sendsAtOnce: wish.sendsAtOnce ?? was.sendsAtOnce,
      urgentBy: wish.urgentBy ?? was.urgentBy,
      ringsShow: wish.ringsShow ?? was.ringsShow,
      storageBytes: wish.storageBytes ?? was.storageBytes,
    }
    const isSame = JSON.stringify(settings) === JSON.stringify(was)
    const update = context.db.update(organizations).set(settings).where(eq(organizations.id, organizationId))
    return ok({
      value: null,
      after: { ...directory, organization: { ...directory.organization, ...settings } },
      statements: isSame ? [] : [update],
      event: {
        ...{ action: 'organization.changed', targetKind: 'organization', targetId: organizationId },
        detail: { ...settings, was },
      },
    })
  })
}

const settingsOf = ({
  leavesNothing = false,
  sendsAtOnce = false,
  urgentBy = 'moderators',
  ringsShow = 'room',
  storageBytes = limits.storageBytes,
}: Organization): OrganizationSettings => ({ leavesNothing, sendsAtOnce, urgentBy, ringsShow, storageBytes })
