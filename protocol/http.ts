import * as v from 'valibot'
import { EpochMs, Id } from './ids.ts'
import { limits } from './limits.ts'
import { Badge, RoomSummary } from './lobby-message.ts'
import { refusalCodes } from './refusals.ts'

/** Bodies of requests and answers over HTTP. Unknown fields are refused everywhere. */

export const ErrorBody = v.strictObject({
  error: v.strictObject({
    code: v.picklist(refusalCodes),
    message: v.string(),
    /** To find the request in the log; tells nothing by itself. */
    reference: v.string(),
    retryAfterMs: v.optional(v.number()),
  }),
})
export type ErrorBody = v.InferOutput<typeof ErrorBody>

const shortText = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most))
const password = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.maxPasswordBytes))

/** Letters, digits, dot, hyphen and underscore; capital letters are the same as small ones. */
export const LoginId = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[a-z0-9][a-z0-9._-]{1,63}$/))

export const SignIn = v.strictObject({
  loginId: v.pipe(v.string(), v.maxLength(200)),
  password,
  deviceName: v.optional(shortText(80)),
})
/** The code of the slip (hyphens, spaces and letter case do not matter), and the person's own new password. */
export const Activate = v.strictObject({
  loginId: v.pipe(v.string(), v.maxLength(200)),
  code: v.pipe(v.string(), v.maxLength(40)),
  password,
  deviceName: v.optional(shortText(80)),
})
/** For clients without cookies; a browser sends none and has the token in a cookie. */
export const RefreshBody = v.strictObject({ refresh: v.optional(v.pipe(v.string(), v.maxLength(300))) })
export const ChangePassword = v.strictObject({ current: password, next: password })

export const OrganizationSeat = v.strictObject({
  id: Id,
  name: v.string(),
  badge: v.string(),
  title: v.string(),
  mayMakeRooms: v.boolean(),
  isAdmin: v.boolean(),
  /** Clients keep none of its rooms on the device. */
  leavesNothing: v.boolean(),
  /** Clients never hold back a message to many for some seconds. */
  sendsAtOnce: v.boolean(),
})

/** Who is signed in. Without cookies (header `x-yagura-client: bearer` at sign-in) the tokens are in the body. */
export const Session = v.strictObject({
  accountId: Id,
  loginId: v.string(),
  name: v.string(),
  deviceId: Id,
  organizations: v.array(OrganizationSeat),
  /** When the access token ends; renew before. */
  accessEndsAt: EpochMs,
  now: EpochMs,
  tokens: v.optional(v.strictObject({ access: v.string(), refresh: v.string() })),
})
export type Session = v.InferOutput<typeof Session>

/** For whom a client asks. In a browser where another person signed in meanwhile, what the first one left open is refused. */
export const accountHeader = 'x-yagura-account'

/** What a client's first screen needs: who is signed in, and the room list of each own organization that answered. */
export const Start = v.strictObject({
  session: v.omit(Session, ['tokens']),
  lists: v.array(v.strictObject({ organizationId: Id, rooms: v.array(RoomSummary) })),
})
export type Start = v.InferOutput<typeof Start>

export const Device = v.strictObject({
  id: Id,
  name: v.string(),
  createdAt: EpochMs,
  lastSeenAt: EpochMs,
  current: v.boolean(),
})
export const Devices = v.strictObject({ devices: v.array(Device) })
export type Devices = v.InferOutput<typeof Devices>

/** The badges of all one's organizations in one call. */
export const Badges = v.strictObject({ badges: v.array(v.strictObject({ organizationId: Id, ...Badge.entries })) })
export type Badges = v.InferOutput<typeof Badges>

export const RoomList = v.strictObject({ rooms: v.array(RoomSummary) })
export type RoomList = v.InferOutput<typeof RoomList>

/** Who belongs in a room; the parts add up. Evaluated by core/directory. */
export const MemberRule = v.strictObject({
  /** Everyone of the organization. */
  everyone: v.optional(v.boolean()),
  /** Members of these units and of the units below them. */
  units: v.optional(v.array(Id)),
  /** Everyone whose title has at least this rank. */
  minRank: v.optional(v.number()),
  /** Holders of these titles. */
  titles: v.optional(v.array(Id)),
  /** Holders of these positions (seats). */
  positions: v.optional(v.array(Id)),
  /** Holders of every position of this kind: 'captain', 'headquarters', 'desk', 'executive'. */
  positionKinds: v.optional(v.array(v.string())),
  /** Listed one by one. */
  accounts: v.optional(v.array(Id)),
})
export type MemberRule = v.InferOutput<typeof MemberRule>

/** Who belongs to an organization by rule: everyone whom the rule names in another organization, the source. */
export const OrganizationRule = v.strictObject({ fromOrganizationId: Id, rule: MemberRule })
export type OrganizationRule = v.InferOutput<typeof OrganizationRule>
/** Null takes the rule away, and with it everyone who is there by rule alone. */
export const SetOrganizationRule = v.strictObject({ membersFrom: v.nullable(OrganizationRule) })
/** How many are members by rule now. */
export const OrganizationRuleSet = v.strictObject({ memberCount: v.number() })

export const MakeRoom = v.strictObject({
  name: shortText(limits.maxNameGraphemes),
  purpose: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(limits.maxPurposeGraphemes)), ''),
  kind: v.optional(v.picklist(['open', 'announce']), 'open'),
  history: v.optional(v.picklist(['all', 'since-joining']), 'all'),
  rule: MemberRule,
})
export type MakeRoom = v.InferOutput<typeof MakeRoom>
export const MadeRoom = v.strictObject({ id: Id, memberCount: v.number() })

export const ChangeRoom = v.strictObject({
  name: v.optional(shortText(limits.maxNameGraphemes)),
  purpose: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(limits.maxPurposeGraphemes))),
  rule: v.optional(MemberRule),
})

/** One desk ↔ seat room for every seat of a kind that has none yet. */
export const MakeDeskRooms = v.strictObject({ positionKind: v.string(), deskKind: v.string() })
export const MadeDeskRooms = v.strictObject({ made: v.number(), rooms: v.array(Id) })

/** The directory of one organization, as its members may see it: for choosing people and units. */
export const DirectoryView = v.strictObject({
  units: v.array(v.strictObject({ id: Id, name: v.string(), parentId: v.nullable(Id), order: v.number() })),
  titles: v.array(v.strictObject({ id: Id, name: v.string(), rank: v.number() })),
  positions: v.array(
    v.strictObject({
      id: Id,
      name: v.string(),
      kind: v.string(),
      unitId: Id,
      isUnique: v.boolean(),
      holders: v.array(Id),
    }),
  ),
  people: v.array(
    v.strictObject({ accountId: Id, name: v.string(), title: v.string(), unitId: Id, titleId: v.nullable(Id) }),
  ),
})
export type DirectoryView = v.InferOutput<typeof DirectoryView>

/** Puts a person into a seat, or empties it with null. `holderWas` guards against two editors. */
export const SetHolder = v.strictObject({ accountId: v.nullable(Id), holderWas: v.optional(v.nullable(Id)) })
export const SetTitle = v.strictObject({ titleId: v.nullable(Id) })
export const SetDisabled = v.strictObject({ disabled: v.boolean() })

const sortOrder = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000))
const rank = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000))
/** captain, headquarters, desk, executive, staff …: what rules and desk rooms ask for. */
const positionKind = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/))
const structureName = shortText(limits.maxNameGraphemes)

/** `order` is the place among its siblings; left out, it comes last. */
export const MakeUnit = v.strictObject({
  name: structureName,
  parentId: v.optional(v.nullable(Id), null),
  order: v.optional(sortOrder),
})
export const ChangeUnit = v.partial(v.strictObject({ name: structureName, parentId: v.nullable(Id), order: sortOrder }))
export const MakeTitle = v.strictObject({ name: structureName, rank })
export const ChangeTitle = v.partial(v.strictObject({ name: structureName, rank }))
/** A unique position has one holder at most. */
export const MakePosition = v.strictObject({
  name: structureName,
  kind: positionKind,
  unitId: Id,
  isUnique: v.optional(v.boolean(), false),
  order: v.optional(sortOrder),
})
export const ChangePosition = v.partial(
  v.strictObject({ name: structureName, kind: positionKind, unitId: Id, isUnique: v.boolean(), order: sortOrder }),
)
export const Made = v.strictObject({ id: Id })

/** A further organization; the badge is one character, by default the first of the name. */
export const MakeOrganization = v.strictObject({
  name: structureName,
  badge: v.optional(v.pipe(v.string(), v.trim(), v.regex(/^(?:[^\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])$/))),
})

/** What an organization asks of the clients of its members, how it rings, and how much it may store. */
export const OrganizationSettings = v.strictObject({
  leavesNothing: v.boolean(),
  sendsAtOnce: v.boolean(),
  /** Who may write 緊急. */
  urgentBy: v.picklist(['nobody', 'moderators', 'everyone']),
  /** What a notification shows on a locked screen. */
  ringsShow: v.picklist(['room', 'text']),
  /** Photos and files of all its rooms together. */
  storageBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.maxStorageBytes)),
})
export type OrganizationSettings = v.InferOutput<typeof OrganizationSettings>
/** What is left out stays as it is. */
export const ChangeOrganization = v.partial(OrganizationSettings)

/** What the rooms of an organization hold, by what each reported last. */
export const Storage = v.strictObject({
  bytes: v.number(),
  quota: v.number(),
  /** Rooms that the administrator is in, the largest first. */
  rooms: v.array(v.strictObject({ roomId: Id, name: v.string(), bytes: v.number() })),
  /** All others together: their names are for their members. */
  others: v.strictObject({ rooms: v.number(), bytes: v.number() }),
})
export type Storage = v.InferOutput<typeof Storage>

/** Somebody who has an account already becomes a member, or has another unit and title from now on. */
export const AddMember = v.strictObject({ loginId: LoginId, unitId: Id, titleId: v.optional(v.nullable(Id), null) })
export const AddedMember = v.strictObject({ accountId: Id })

export const MakeAccount = v.strictObject({
  loginId: LoginId,
  name: shortText(limits.maxNameGraphemes),
  kana: v.optional(v.pipe(v.string(), v.maxLength(120)), ''),
  phone: v.optional(v.pipe(v.string(), v.regex(/^[0-9+() -]{4,24}$/))),
  unitId: Id,
  titleId: v.optional(Id),
})
/** The one-time code is shown here and never again. */
export const MadeAccount = v.strictObject({
  accountId: Id,
  loginId: v.string(),
  activationCode: v.string(),
  endsAt: EpochMs,
})

/** What happened in the directory of an organization, newest first; the next page is asked for with the last one's id. */
export const AuditPage = v.strictObject({
  events: v.array(
    v.strictObject({
      id: v.number(),
      at: EpochMs,
      /** Null: the system itself. */
      actorId: v.nullable(Id),
      action: v.string(),
      targetKind: v.nullable(v.string()),
      targetId: v.nullable(v.string()),
      /** Ids and settings, by action. */
      detail: v.record(v.string(), v.unknown()),
    }),
  ),
  more: v.boolean(),
})
export type AuditPage = v.InferOutput<typeof AuditPage>
export const AskAudit = v.strictObject({
  before: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,14}$/), v.transform(Number))),
})
