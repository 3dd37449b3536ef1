import { env } from 'cloudflare:workers'
import { and, eq, isNull } from 'drizzle-orm'
import type { DirectoryAccount } from '../../../protocol/account-bindings.ts'
import type { DirectoryRoom } from '../../../protocol/bindings.ts'
import type { MemberRule } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import { type DirectoryBindings, type DirectoryContext, directoryObjects } from '../../../worker/directory/context.ts'
import { openDatabase } from '../../../worker/directory/database.ts'
import { newId } from '../../../worker/directory/new-id.ts'
import type { OrganizationPlan, PersonPlan } from '../../../worker/directory/plan.ts'
import {
  deliverEverything,
  type Planting,
  plantOrganization,
  plantPeople,
  plantRooms,
} from '../../../worker/directory/planting.ts'
import { audit, outbox, roomMembers } from '../../../worker/directory/schema.ts'
import { idOf } from '../../support/directory-builders.ts'

export const secrets = { pepper: 'a pepper of tests, worthless in the world' }
export const startedAt = 1_790_000_000_000

/** What the fake objects were told, and which of them cannot be told now. */
export class ToldObjects {
  readonly rooms = new Map<Id, DirectoryRoom[]>()
  readonly accounts = new Map<Id, DirectoryAccount[]>()
  readonly watched: Id[] = []
  readonly unreachable = new Set<Id>()
  /** Runs when a lobby is asked to watch. */
  onWatch: () => Promise<void> = async () => undefined

  readonly bindings: DirectoryBindings = {
    DB: env.DB,
    ROOM: namespace((id) => ({
      applyDirectory: (room: DirectoryRoom) => this.#tell(this.rooms, id, room),
      applyNotes: () => Promise.reject(new Error('this town has no notes')),
    })),
    ACCOUNT: namespace((id) => ({
      applyDirectory: (account: DirectoryAccount) => this.#tell(this.accounts, id, account),
    })),
    LOBBY: namespace((id) => ({
      watchOutbox: async () => {
        this.watched.push(id)
        await this.onWatch()
      },
    })),
  }

  async #tell<T>(told: Map<Id, T[]>, id: Id, state: T): Promise<void> {
    if (this.unreachable.has(id)) throw new Error('unreachable')
    told.set(id, [...(told.get(id) ?? []), structuredClone(state)])
  }
}

const namespace = <T>(make: (name: Id) => T) => ({
  idFromName: (name: string) => name as unknown as DurableObjectId,
  get: (id: DurableObjectId) => make(id as unknown as Id),
})

export type Town = Awaited<ReturnType<typeof aTown>>

/**
 * A town of two organizations in D1, of its own for each test. The corps has a `chief`, `desk-1` (its administrator), `desk-2`, and
 * in each division `captain-n` and `member-n`; the city has `mayor` (its administrator), `citizen`, and `clerk`, who is a guest of
 * the corps.
 */
export async function aTown({ divisions = 3 }: { divisions?: number } = {}) {
  const objects = new ToldObjects()
  const db = openDatabase(env.DB)
  const planting = { env: objects.bindings, now: startedAt }
  const { id, login } = await plantTown(planting, divisions)
  objects.watched.length = 0

  const started: Promise<unknown>[] = []
  const context = (actor: string, now = startedAt + 1): DirectoryContext => ({
    ...{ db, now, actor: id(actor), objects: directoryObjects(objects.bindings) },
    waitUntil: (work) => void started.push(work),
  })
  /** Waits for what changes have started. */
  const settle = async () => {
    for (let work = started.pop(); work; work = started.pop()) await work
  }
  /** Plants a room of the corps and tells it. */
  const plantRoom = async (name: string, rule: MemberRule, organization = 'corps') => {
    await plantRooms(planting, [{ id: id(name), organizationId: id(organization), name, rule }])
    await deliverEverything(planting)
  }
  const lastTold = (room: string) => objects.rooms.get(id(room))?.at(-1)
  const namesIn = (room: string) => lastTold(room)?.members.map((member) => member.name)
  const pending = (organization = 'corps') =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.organizationId, id(organization)), isNull(outbox.deliveredAt)))
  const events = (organization = 'corps') =>
    db
      .select()
      .from(audit)
      .where(eq(audit.organizationId, id(organization)))
  const copied = (room: string) =>
    db
      .select()
      .from(roomMembers)
      .where(eq(roomMembers.roomId, id(room)))
  return { id, login, db, objects, planting, context, settle, plantRoom, lastTold, namesIn, pending, events, copied }
}

/** Plants the two organizations and their people, and tells the objects. Ids and login IDs are told apart by a random tag. */
export async function plantTown(planting: Planting, divisions = 3) {
  const tag = newId()
  const id = (name: string) => idOf(`${tag} ${name}`)
  const login = (name: string) => `${name}.${tag.slice(0, 8)}`
  await plantOrganization(planting, corpsPlan(id, divisions))
  await plantOrganization(planting, cityPlan(id))
  await plantPeople(planting, peopleOf(id, login, divisions))
  await deliverEverything(planting)
  return { id, login }
}

type Ids = (name: string) => Id

const numbers = (divisions: number) => Array.from({ length: divisions }, (_, i) => i + 1)

const corpsPlan = (id: Ids, divisions: number): OrganizationPlan => ({
  ...{ id: id('corps'), name: '消防団', badge: '団', peopleWord: '団員' },
  units: [
    // Children before their parent: planting sorts them.
    ...numbers(divisions).map((n) => ({
      id: id(`unit-${n}`),
      parentId: id('unit-corps'),
      name: `第${n}分団`,
      order: 10 + n,
    })),
    { id: id('unit-desk'), parentId: id('unit-corps'), name: '事務局', order: 1 },
    { id: id('unit-corps'), parentId: null, name: '消防団', order: 0 },
  ],
  titles: [
    { id: id('title-chief'), name: '団長', rank: 90 },
    { id: id('title-captain'), name: '分団長', rank: 50 },
    { id: id('title-member'), name: '団員', rank: 10 },
  ],
  positions: [
    { id: id('seat-chief'), unitId: id('unit-corps'), name: '団長', kind: 'headquarters', isUnique: true, order: 1 },
    { id: id('seat-desk'), unitId: id('unit-desk'), name: '消防団担当', kind: 'desk', isUnique: false, order: 2 },
    ...numbers(divisions).map((n) => ({
      ...{ id: id(`seat-${n}`), unitId: id(`unit-${n}`), name: `第${n}分団 分団長` },
      ...{ kind: 'captain', isUnique: true, order: 10 + n },
    })),
  ],
})

const cityPlan = (id: Ids): OrganizationPlan => ({
  ...{ id: id('city'), name: '火見市', badge: '市' },
  units: [{ id: id('unit-city'), parentId: null, name: '総務課', order: 1 }],
  titles: [{ id: id('title-mayor'), name: '市長', rank: 100 }],
  positions: [],
})

function peopleOf(id: Ids, login: (name: string) => string, divisions: number): PersonPlan[] {
  const person = (name: string, unit: string, title?: string, seat?: string): PersonPlan => ({
    ...{ id: id(name), loginId: login(name), name, kana: name, phone: '0296-00-0000', passwordHash: 'hash' },
    memberships: [{ organizationId: id('corps'), unitId: id(unit), ...(title && { titleId: id(title) }) }],
    ...(seat && { positions: [{ organizationId: id('corps'), positionId: id(seat) }] }),
  })
  const admin = (plan: PersonPlan): PersonPlan => ({
    ...plan,
    memberships: plan.memberships.map((membership) => ({ ...membership, isAdmin: true })),
  })
  const inCity = { organizationId: id('city'), unitId: id('unit-city') }
  const asGuest = { organizationId: id('corps'), unitId: id('unit-desk') }
  return [
    person('chief', 'unit-corps', 'title-chief', 'seat-chief'),
    admin(person('desk-1', 'unit-desk', undefined, 'seat-desk')),
    person('desk-2', 'unit-desk', undefined, 'seat-desk'),
    ...numbers(divisions).flatMap((n) => [
      person(`captain-${n}`, `unit-${n}`, 'title-captain', `seat-${n}`),
      person(`member-${n}`, `unit-${n}`, 'title-member'),
    ]),
    { ...person('citizen', 'unit-city'), memberships: [inCity] },
    admin({ ...person('mayor', 'unit-city'), memberships: [{ ...inCity, titleId: id('title-mayor') }] }),
    { ...person('clerk', 'unit-city'), memberships: [inCity, asGuest] },
  ]
}
