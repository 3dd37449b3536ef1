import { sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { MemberRule } from '../../protocol/http.ts'

/**
 * The directory in D1: who there is, what they hold, which rooms there are and by what rule they fill.
 * Ids are 32 hex characters, times are epoch milliseconds. `drizzle-kit generate` writes a change of this file to migrations/.
 */

const id = () => text('id').primaryKey()
const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull().default(false)

export const organizations = sqliteTable('organizations', {
  id: id(),
  name: text('name').notNull(),
  /** One character before the name: 市, 災, 団. */
  badge: text('badge').notNull(),
  /** What its people are called in a rule's words: 職員, 団員. */
  peopleWord: text('people_word').notNull().default('職員'),
  /** How long an author may correct or retract. */
  changeWindowMs: integer('change_window_ms').notNull().default(86_400_000),
  versionsFor: text('versions_for', { enum: ['nobody', 'moderators', 'everyone'] })
    .notNull()
    .default('moderators'),
  /** Who may make rooms besides the admins and those whom a membership allows it. */
  roomsBy: text('rooms_by', { enum: ['admins', 'members'] })
    .notNull()
    .default('admins'),
  /** Holders of these kinds of positions moderate every room they are in: pins, earlier versions. */
  moderatorKinds: text('moderator_kinds', { mode: 'json' })
    .$type<string[]>()
    .notNull()
    .default(['desk', 'headquarters']),
  /** Clients keep none of its rooms on the device. */
  leavesNothing: flag('leaves_nothing'),
  /** Messages to many are sent at once, and never held back for some seconds. */
  sendsAtOnce: flag('sends_at_once'),
  /** Who may write 緊急, which rings through what people have set. */
  urgentBy: text('urgent_by', { enum: ['nobody', 'moderators', 'everyone'] })
    .notNull()
    .default('moderators'),
  /** What a notification shows on a locked screen: only which room, or who wrote what. */
  ringsShow: text('rings_show', { enum: ['room', 'text'] })
    .notNull()
    .default('room'),
  /** The source of its members by rule, and whom the rule names there; both or neither. */
  membersFrom: text('members_from').references((): AnySQLiteColumn => organizations.id),
  memberRule: text('member_rule', { mode: 'json' }).$type<MemberRule>(),
  /** Grows with every change of this organization's directory; a change decided on an older one does not commit. */
  version: integer('version').notNull().default(0),
  createdAt: integer('created_at').notNull(),
})

export const units = sqliteTable(
  'units',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    parentId: text('parent_id'),
    name: text('name').notNull(),
    /** Among its siblings. */
    sortOrder: integer('sort_order').notNull().default(0),
  },
  (t) => [
    index('units_of_organization').on(t.organizationId),
    foreignKey({ columns: [t.parentId], foreignColumns: [t.id], name: 'unit_parent' }),
  ],
)

export const titles = sqliteTable(
  'titles',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    /** Higher rank, greater number. */
    rank: integer('rank').notNull(),
  },
  (t) => [index('titles_of_organization').on(t.organizationId)],
)

/** A seat: it stays when its holder goes. */
export const positions = sqliteTable(
  'positions',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id),
    name: text('name').notNull(),
    /** captain, headquarters, desk, executive, staff …: what rules and desk rooms ask for. */
    kind: text('kind').notNull(),
    isUnique: flag('is_unique'),
    sortOrder: integer('sort_order').notNull().default(0),
  },
  (t) => [index('positions_of_organization').on(t.organizationId)],
)

export const accounts = sqliteTable('accounts', {
  id: id(),
  /** Lower case. */
  loginId: text('login_id').notNull().unique(),
  name: text('name').notNull(),
  kana: text('kana').notNull().default(''),
  phone: text('phone'),
  /** Null until the first activation. */
  passwordHash: text('password_hash'),
  passwordChangedAt: integer('password_changed_at'),
  /** One-time code, hashed; null once used. */
  activationHash: text('activation_hash'),
  activationEndsAt: integer('activation_ends_at'),
  activationTries: integer('activation_tries').notNull().default(0),
  disabled: flag('disabled'),
  /** Whose administrators issue its codes and may disable it; those of other organizations may not. */
  issuedBy: text('issued_by').references(() => organizations.id),
  createdAt: integer('created_at').notNull(),
})

export const memberships = sqliteTable(
  'memberships',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id),
    titleId: text('title_id').references(() => titles.id),
    isAdmin: flag('is_admin'),
    mayMakeRooms: flag('may_make_rooms'),
    /** By the organization's rule; unit and title are then those of its source. Members made by hand no rule removes. */
    byRule: flag('by_rule'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.accountId] }), index('memberships_of_account').on(t.accountId)],
)

export const positionHolders = sqliteTable(
  'position_holders',
  {
    positionId: text('position_id')
      .notNull()
      .references(() => positions.id),
    accountId: text('account_id').notNull(),
    organizationId: text('organization_id').notNull(),
    /** Copied from the position, so that the index below can see it. */
    isUnique: flag('is_unique'),
    since: integer('since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.positionId, t.accountId] }),
    uniqueIndex('one_holder_of_a_unique_position').on(t.positionId).where(sql`is_unique = 1`),
    index('positions_of_account').on(t.accountId),
    foreignKey({
      columns: [t.organizationId, t.accountId],
      foreignColumns: [memberships.organizationId, memberships.accountId],
      name: 'holder_is_member',
    }),
  ],
)

export const rooms = sqliteTable(
  'rooms',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    purpose: text('purpose').notNull().default(''),
    kind: text('kind', { enum: ['open', 'announce', 'desk'] }).notNull(),
    history: text('history', { enum: ['all', 'since-joining'] })
      .notNull()
      .default('all'),
    rule: text('rule', { mode: 'json' }).$type<MemberRule>().notNull(),
    /** Who may post in an announcement room; null: its moderators. */
    postRule: text('post_rule', { mode: 'json' }).$type<MemberRule>(),
    createdBy: text('created_by'),
    createdAt: integer('created_at').notNull(),
    archivedAt: integer('archived_at'),
    /** Of a desk room: the seat on its one side, and the kind of the positions on the other. */
    seatPositionId: text('seat_position_id').references(() => positions.id),
    deskKind: text('desk_kind'),
  },
  (t) => [
    index('rooms_of_organization').on(t.organizationId),
    uniqueIndex('one_desk_room_of_a_seat').on(t.seatPositionId, t.deskKind).where(sql`seat_position_id is not null`),
    check('a_desk_room_has_two_sides', sql`(kind = 'desk') = (seat_position_id is not null and desk_kind is not null)`),
  ],
)

/** Who is in which room, as last told to the room: a copy for questions across rooms, which may lag. */
export const roomMembers = sqliteTable(
  'room_members',
  {
    roomId: text('room_id')
      .notNull()
      .references(() => rooms.id),
    accountId: text('account_id').notNull(),
    revision: integer('revision').notNull(),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.accountId] }), index('rooms_of_account').on(t.accountId)],
)

/** A copy of the device list of each Account object, which may lag. */
export const accountDevices = sqliteTable(
  'account_devices',
  {
    id: id(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    name: text('name').notNull(),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (t) => [index('devices_of_account').on(t.accountId)],
)

/** Whom a change concerns and who has not been told yet. The id is the directory's revision: it only grows. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    kind: text('kind', { enum: ['room', 'account', 'note'] }).notNull(),
    targetId: text('target_id').notNull(),
    /** Whose lobby sees to it that the row is delivered. */
    organizationId: text('organization_id').notNull(),
    createdAt: integer('created_at').notNull(),
    deliveredAt: integer('delivered_at'),
    tries: integer('tries').notNull().default(0),
  },
  (t) => [index('outbox_waiting').on(t.organizationId, t.id).where(sql`delivered_at is null`)],
)

/** Append-only: triggers in migrations/ refuse UPDATE and DELETE. */
export const audit = sqliteTable(
  'audit',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    /** Null for what belongs to no organization, as a refused sign-in. */
    organizationId: text('organization_id'),
    /** Who did it; null for the system. */
    actorId: text('actor_id'),
    action: text('action').notNull(),
    targetKind: text('target_kind'),
    targetId: text('target_id'),
    /** Ids and settings; no names of rooms, no texts, no secrets. */
    detail: text('detail', { mode: 'json' }).$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('audit_of_organization').on(t.organizationId, t.id)],
)

/** Terms of use, by version. */
export const terms = sqliteTable(
  'terms',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    validFrom: integer('valid_from').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('terms_version').on(t.organizationId, t.version)],
)

export const termAcceptances = sqliteTable(
  'term_acceptances',
  {
    termsId: text('terms_id')
      .notNull()
      .references(() => terms.id),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    acceptedAt: integer('accepted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.termsId, t.accountId] })],
)
