import type { Id } from '../../protocol/ids.ts'
import { grouped } from './grouped.ts'
import type { OrganizationDirectory, Person, Position, Title, Unit } from './organization.ts'

/** A directory with its look-ups, made once for many questions. */
export type DirectoryIndex = {
  directory: OrganizationDirectory
  people: Map<Id, Person>
  /** Own and borrowed ones. */
  units: Map<Id, Unit>
  /** Place of a unit when the trees are read from top to bottom, the own one first. */
  unitOrder: Map<Id, number>
  childUnits: Map<Id | null, Unit[]>
  /** Own and borrowed ones. */
  titles: Map<Id, Title>
  positions: Map<Id, Position>
  /** Each person's seats, in the seats' order. */
  seats: Map<Id, Position[]>
}

export function indexDirectory(directory: OrganizationDirectory): DirectoryIndex {
  const { units: own, borrowed } = directory
  const units = [...own, ...borrowed.units]
  const childUnits = childrenOf(units)
  return {
    directory,
    people: new Map(directory.people.map((person) => [person.accountId, person])),
    units: new Map(units.map((unit) => [unit.id, unit])),
    unitOrder: orderOf(childUnits, new Set(own.map((unit) => unit.id))),
    childUnits,
    titles: new Map([...directory.titles, ...borrowed.titles].map((title) => [title.id, title])),
    positions: new Map(directory.positions.map((position) => [position.id, position])),
    seats: seatsOf(directory.positions),
  }
}

/** These units and all below them. */
export function withUnitsBelow(index: DirectoryIndex, unitIds: Id[]): Set<Id> {
  const found = new Set<Id>()
  const waiting = unitIds.filter((id) => index.units.has(id))
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    for (const child of index.childUnits.get(id) ?? []) waiting.push(child.id)
  }
  return found
}

export const bySeatOrder = (a: Position, b: Position) => a.order - b.order || compareText(a.id, b.id)

/** By UTF-16 units: the same everywhere, whatever the locale. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function childrenOf(units: Unit[]): Map<Id | null, Unit[]> {
  const known = new Set(units.map((unit) => unit.id))
  const children = grouped(units, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null))
  for (const list of children.values()) list.sort((a, b) => a.order - b.order || compareText(a.id, b.id))
  return children
}

function orderOf(children: Map<Id | null, Unit[]>, own: Set<Id>): Map<Id, number> {
  const order = new Map<Id, number>()
  const visit = (unit: Unit) => {
    if (order.has(unit.id)) return
    order.set(unit.id, order.size + 1)
    for (const child of children.get(unit.id) ?? []) visit(child)
  }
  const roots = children.get(null) ?? []
  for (const root of roots.filter(({ id }) => own.has(id))) visit(root)
  for (const root of roots) visit(root)
  return order
}

function seatsOf(positions: Position[]): Map<Id, Position[]> {
  const held = [...positions].sort(bySeatOrder).flatMap((seat) => seat.holders.map((holder) => ({ holder, seat })))
  const seats = grouped(held, ({ holder }) => holder)
  return new Map([...seats].map(([holder, pairs]) => [holder, pairs.map(({ seat }) => seat)]))
}
