import { eq } from 'drizzle-orm'
import type * as v from 'valibot'
import type { OrganizationDirectory, Position, Title, Unit } from '../../core/directory/organization.ts'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import { decidePosition, decideUnit, lastOrder, withTitle } from '../../core/directory/structure.ts'
import type { ChangePosition, ChangeTitle, ChangeUnit, MakePosition, MakeTitle, MakeUnit } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import type { Statement } from './database.ts'
import { newId } from './new-id.ts'
import { positionHolders, positions, titles, units } from './schema.ts'

/**
 * Units, titles and positions of an organization, for its administrators; to everyone else (`not_found`) nothing is there. Rooms
 * and organizations filled by them follow.
 */

type Made = { id: Id }
type Wish<Schema extends v.GenericSchema> = v.InferOutput<Schema>

export function makeUnit(
  context: DirectoryContext,
  organizationId: Id,
  { name, parentId, order }: Wish<typeof MakeUnit>,
): Promise<Result<Made>> {
  const id = newId()
  return changeStructure(context, organizationId, 'unit.made', 'unit', id, (directory) => {
    const siblings = directory.units.filter((unit) => unit.parentId === parentId)
    const unit = { id, parentId, name, order: order ?? lastOrder(siblings) }
    const row = { id, organizationId, parentId, name, sortOrder: unit.order }
    return decided(decideUnit(directory, unit), { id }, [context.db.insert(units).values(row)], settingsOf(unit))
  })
}

export function changeUnit(
  context: DirectoryContext,
  organizationId: Id,
  id: Id,
  wish: Wish<typeof ChangeUnit>,
): Promise<Result<null>> {
  return changeStructure(context, organizationId, 'unit.changed', 'unit', id, (directory) => {
    const earlier = directory.units.find((unit) => unit.id === id)
    if (!earlier) return refuse('not_found')
    const unit: Unit = { ...earlier, ...given(wish) }
    const { parentId, name, order: sortOrder } = unit
    const update = context.db.update(units).set({ parentId, name, sortOrder }).where(eq(units.id, id))
    return decided(decideUnit(directory, unit), null, changes(earlier, unit, [update]), change(earlier, unit))
  })
}

export function makeTitle(
  context: DirectoryContext,
  organizationId: Id,
  wish: Wish<typeof MakeTitle>,
): Promise<Result<Made>> {
  const title: Title = { id: newId(), ...wish }
  return changeStructure(context, organizationId, 'title.made', 'title', title.id, (directory) => {
    const insert = context.db.insert(titles).values({ ...title, organizationId })
    return decided(ok(withTitle(directory, title)), { id: title.id }, [insert], settingsOf(title))
  })
}

export function changeTitle(
  context: DirectoryContext,
  organizationId: Id,
  id: Id,
  wish: Wish<typeof ChangeTitle>,
): Promise<Result<null>> {
  return changeStructure(context, organizationId, 'title.changed', 'title', id, (directory) => {
    const earlier = directory.titles.find((title) => title.id === id)
    if (!earlier) return refuse('not_found')
    const title: Title = { ...earlier, ...given(wish) }
    const { name, rank } = title
    const update = context.db.update(titles).set({ name, rank }).where(eq(titles.id, id))
    return decided(ok(withTitle(directory, title)), null, changes(earlier, title, [update]), change(earlier, title))
  })
}

export function makePosition(
  context: DirectoryContext,
  organizationId: Id,
  { order, ...wish }: Wish<typeof MakePosition>,
): Promise<Result<Made>> {
  const id = newId()
  return changeStructure(context, organizationId, 'position.made', 'position', id, (directory) => {
    const position = { id, ...wish, order: order ?? lastOrder(directory.positions), holders: [] }
    const row = { id, organizationId, ...wish, sortOrder: position.order }
    const insert = context.db.insert(positions).values(row)
    return decided(decidePosition(directory, position), { id }, [insert], settingsOf(position))
  })
}

export function changePosition(
  context: DirectoryContext,
  organizationId: Id,
  id: Id,
  wish: Wish<typeof ChangePosition>,
): Promise<Result<null>> {
  const { db } = context
  return changeStructure(context, organizationId, 'position.changed', 'position', id, (directory) => {
    const earlier = directory.positions.find((position) => position.id === id)
    if (!earlier) return refuse('not_found')
    const position: Position = { ...earlier, ...given(wish) }
    const { unitId, name, kind, isUnique, order: sortOrder } = position
    const updates = [
      db.update(positions).set({ unitId, name, kind, isUnique, sortOrder }).where(eq(positions.id, id)),
      db.update(positionHolders).set({ isUnique }).where(eq(positionHolders.positionId, id)),
    ]
    const statements = changes(earlier, position, updates)
    return decided(decidePosition(directory, position), null, statements, change(earlier, position))
  })
}

type Detail = Record<string, unknown>
type Decided<T> = { value: T; after: OrganizationDirectory; statements: Statement[]; detail: Detail }

function changeStructure<T>(
  context: DirectoryContext,
  organizationId: Id,
  action: string,
  targetKind: 'unit' | 'title' | 'position',
  targetId: Id,
  decide: (directory: OrganizationDirectory) => Result<Decided<T>>,
): Promise<Result<T>> {
  return changeDirectory(context, organizationId, (index) => {
    if (!isAdmin(index, context.actor)) return refuse('not_found')
    const outcome = decide(index.directory)
    if (!outcome.ok) return outcome
    const { detail, ...decision } = outcome.value
    return ok({ ...decision, event: { action, targetKind, targetId, detail } })
  })
}

const decided = <T>(
  after: Result<OrganizationDirectory>,
  value: T,
  statements: Statement[],
  detail: Detail,
): Result<Decided<T>> => (after.ok ? ok({ value, after: after.value, statements, detail }) : after)

/** What a wish names; the rest stays as it is. */
const given = <T extends object>(wish: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as never

/** What is the same already is not written again. */
const changes = (earlier: object, next: object, statements: Statement[]): Statement[] =>
  JSON.stringify(earlier) === JSON.stringify(next) ? [] : statements

/** For the audit: settings, and not the name. */
function settingsOf(part: Unit | Title | Position): Detail {
  const { id: _id, name: _name, ...settings } = part
  if (!('holders' in settings)) return settings
  const { holders: _holders, ...rest } = settings
  return rest
}

function change<T extends Unit | Title | Position>(earlier: T, next: T): Detail {
  const isRenamed = earlier.name !== next.name
  return { ...settingsOf(next), was: settingsOf(earlier), ...(isRenamed && { isRenamed }) }
}
