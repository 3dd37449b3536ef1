import { compareText, indexDirectory } from '../../core/directory/directory-index.ts'
import { isAdmin, shownTitle } from '../../core/directory/organization-seat.ts'
import type { AuditPage, DirectoryView } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { auditPage } from './audit.ts'
import type { Database } from './database.ts'
import { readSnapshot } from './snapshot.ts'

/**
 * The directory as the members of an organization see it, with units and titles of the source of its members by rule: no
 * phones, no disabled accounts. Others: `not_found`.
 */
export async function directoryView(
  db: Database,
  organizationId: Id,
  viewer: Id | null,
): Promise<Result<DirectoryView>> {
  const snapshot = await readSnapshot(db, organizationId)
  if (!snapshot) return refuse('not_found')
  const index = indexDirectory(snapshot.directory)
  const self = viewer === null ? undefined : index.people.get(viewer)
  if (!self || self.disabled) return refuse('not_found')
  const { directory } = snapshot
  const inTree = (unitId: Id) => index.unitOrder.get(unitId) ?? 0
  const people = directory.people
    .filter((person) => !person.disabled)
    .sort(
      (a, b) =>
        inTree(a.unitId) - inTree(b.unitId) || compareText(a.kana, b.kana) || compareText(a.accountId, b.accountId),
    )
  const visible = new Set(people.map((person) => person.accountId))
  return ok({
    units: [...directory.units, ...directory.borrowed.units].sort((a, b) => inTree(a.id) - inTree(b.id)),
    titles: [...directory.titles, ...directory.borrowed.titles].sort(
      (a, b) => b.rank - a.rank || compareText(a.id, b.id),
    ),
    positions: [...directory.positions]
      .sort((a, b) => inTree(a.unitId) - inTree(b.unitId) || a.order - b.order || compareText(a.id, b.id))
      .map(({ order: _order, ...position }) => ({
        ...position,
        holders: position.holders.filter((id) => visible.has(id)),
      })),
    people: people.map((person) => ({
      accountId: person.accountId,
      name: person.name,
      title: shownTitle(index, person),
      unitId: person.unitId,
      titleId: person.titleId,
    })),
  })
}

/** A page of the organization's audit, for its administrators. Others: `not_found`. */
export async function readAudit(
  db: Database,
  organizationId: Id,
  reader: Id | null,
  before: number | undefined,
): Promise<Result<AuditPage>> {
  const snapshot = await readSnapshot(db, organizationId)
  if (!snapshot || !isAdmin(indexDirectory(snapshot.directory), reader)) return refuse('not_found')
  return ok(await auditPage(db, organizationId, before))
}
