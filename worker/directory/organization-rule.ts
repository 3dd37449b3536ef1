import { eq } from 'drizzle-orm'
import type * as v from 'valibot'
import type { DirectoryIndex } from '../../core/directory/directory-index.ts'
import { namesStrangers } from '../../core/directory/member-rule.ts'
import { withMembersByRule, withoutRule } from '../../core/directory/organization-rule.ts'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import type { OrganizationRule, OrganizationRuleSet, SetOrganizationRule } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changeDirectories } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import { memberStatements } from './member-statements.ts'
import { organizations } from './schema.ts'

/**
 * Gives an organization a rule for its members, another one, or none, for those who administer both it and the source; to all
 * others (`not_found`). Refuses `malformed` for a rule that names what the source does not have, and for a source that
 * has a rule itself or is the organization itself; and for an organization that others follow.
 */
export function setOrganizationRule(
  context: DirectoryContext,
  organizationId: Id,
  { membersFrom }: v.InferOutput<typeof SetOrganizationRule>,
): Promise<Result<v.InferOutput<typeof OrganizationRuleSet>>> {
  const sourceId = membersFrom?.fromOrganizationId
  const ids = [organizationId, ...(sourceId === undefined || sourceId === organizationId ? [] : [sourceId])]
  return changeDirectories(context, ids, ([index, source], followers) => {
    if (!index || !isAdmin(index, context.actor)) return refuse('not_found')
    if (source && !isAdmin(source, context.actor)) return refuse('not_found')
    if (membersFrom && !mayFollow(organizationId, source, membersFrom, followers)) return refuse('malformed')
    const earlier = index.directory
    // A rule of another source has lent other units: what is left of them goes first.
    const cleared = earlier.organization.membersFrom?.fromOrganizationId === sourceId ? earlier : withoutRule(earlier)
    const after = { ...cleared, organization: { ...cleared.organization, membersFrom } }
    const settings = { membersFrom: sourceId ?? null, memberRule: membersFrom?.rule ?? null }
    const followed = source ? withMembersByRule(after, source.directory) : after
    const isSame = JSON.stringify(earlier.organization.membersFrom) === JSON.stringify(membersFrom)
    return ok({
      value: { memberCount: followed.people.filter((person) => person.byRule).length },
      after: source ? [after, source.directory] : [after],
      statements: isSame
        ? []
        : [
            context.db.update(organizations).set(settings).where(eq(organizations.id, organizationId)),
            ...memberStatements(context.db, earlier, after, context.now),
          ],
      event: {
        action: 'organization.rule_changed',
        targetKind: 'organization',
        targetId: organizationId,
        detail: { membersFrom, membersFromWas: earlier.organization.membersFrom },
      },
    })
  })
}

/** Rules follow one another in one step: a source has no rule, and an organization with a rule is nobody's source. */
function mayFollow(
  organizationId: Id,
  source: DirectoryIndex | undefined,
  { rule }: OrganizationRule,
  followers: DirectoryIndex[],
): boolean {
  const isFollowed = followers.some(
    ({ directory }) => directory.organization.membersFrom?.fromOrganizationId === organizationId,
  )
  if (!source || isFollowed || source.directory.organization.membersFrom) return false
  return !namesStrangers(source, rule)
}
