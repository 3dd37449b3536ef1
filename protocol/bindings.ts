import type { DeviceInfo } from './account-bindings.ts'
import type { Command, Hello, HttpCommand, Question } from './client-message.ts'
import type { CarriedFile, FileDetails, Origin, PhotoFacts, RoomPhotos, UploadFacts, UploadStanding } from './file.ts'
import type { Storage } from './http.ts'
import type { ClientId, EpochMs, Id, MemberNo, Revision, Seq } from './ids.ts'
import type { Badge, RoomPreference, RoomSummary } from './lobby-message.ts'
import type { NoteAuthor, NoteChange, NoteKind } from './note.ts'
import type { Positions } from './position.ts'
import type { Result } from './result.ts'
import type { RingState } from './ringing.ts'
import type { PlacesPage } from './room-map.ts'
import type { Rights, RoomFacts, Side } from './roster.ts'
import type { Answer, Page, Sheet, Versions, Welcome } from './server-message.ts'

/**
 * What the parts of the server ask of each other. The Worker and the Durable Objects each see only these types of one another:
 * the objects' classes live in `durable/`, the Directory entrypoint in `worker/`.
 */

/** The person and the device on whose behalf something is asked; made by the front door alone. */
export type Actor = { accountId: Id; deviceId: Id }

/** Header of an upgrade from the front door to an object: an `Actor` as JSON. Never taken from a client. */
export const actorHeader = 'x-yagura-actor'

/** One member as the directory sees them. */
export type DirectoryMember = {
  accountId: Id
  name: string
  title: string
  rank: number
  unitId: Id
  unitName: string
  unitOrder: number
  side?: Side
  phone?: string
  rights: Rights
}

/** The whole truth of the directory about one room at one revision. A room ignores revisions up to its own. */
export type DirectoryRoom = {
  revision: Revision
  facts: RoomFacts
  members: DirectoryMember[]
  /** When people joined and left, where that was not now: for a room whose earlier talk is brought in. */
  at?: EpochMs
}

/** A file that may be read. Where `isInRoom`, the room has its bytes still; else R2 has them under `key`. */
export type OpenedFile = CarriedFile & { key: string; isInRoom: boolean }

/** What a message carries, for whoever hands it on to another room; with its small picture, where it has one. */
export type FileToCopy = {
  file: OpenedFile
  thumb?: OpenedFile
  organizationId: Id
  facts: PhotoFacts
  origin: Origin
}

/** What is kept of where a copy comes from. `from`: room and upload; the same id from elsewhere is another copy. */
export type CopyFacts = {
  from: string
  sha256: string
  organizationId: Id
  facts: PhotoFacts
  /** A small picture has none. */
  origin?: Origin
  /** The upload that is to be its small picture. */
  thumb?: ClientId
}

export type AskPhotos = { kind: 'photo' | 'file'; before: Seq; limit: number }

/** Photos and files of a room. Whoever is not in it is refused with `not_found`. */
export interface RoomFilesRpc {
  /** Begins an upload, or answers how far the same one has come. */
  createUpload(actor: Actor, facts: UploadFacts): Promise<Result<UploadStanding>>
  /** How far an own upload has come. */
  uploadStanding(actor: Actor, id: ClientId): Promise<Result<UploadStanding>>
  /** The bytes from `offset` on; kept when this is answered. */
  appendUpload(actor: Actor, id: ClientId, offset: number, bytes: Uint8Array): Promise<Result<UploadStanding>>
  /** Takes an own upload away, unless a message carries it. */
  endUpload(actor: Actor, id: ClientId): Promise<Result<null>>
  /** For whoever may see the message that carries it, or for its uploader before there is one; `file_lost` where its bytes are gone. */
  openFile(actor: Actor, id: ClientId): Promise<Result<OpenedFile>>
  /** Those of these that may be read, in one answer. */
  openFiles(actor: Actor, ids: ClientId[]): Promise<Result<OpenedFile[]>>
  /** Some bytes from `from` on of a file that the room still has; null where it has not. */
  filePiece(actor: Actor, id: ClientId, from: number): Promise<Uint8Array | null>
  /** R2 did not have a file. The room looks itself; true: it is lost, and whoever has its bytes may send them again. */
  noteLost(actor: Actor, id: ClientId): Promise<boolean>
  /** The original of a photo, like the photo. */
  openOriginal(actor: Actor, photo: ClientId): Promise<Result<OpenedFile>>
  /** Asks the author of a photo for the original; once is enough. */
  wantOriginal(actor: Actor, photo: ClientId): Promise<Result<null>>
  fileDetails(actor: Actor, id: ClientId): Promise<Result<FileDetails>>
  /** Whether somebody is in the room, and as whom; however many are in it. */
  memberStanding(actor: Actor): Promise<Result<MemberStanding>>
  /** What messages carry that this member may see, newest first. The work is bounded by `limit`, whatever the room holds. */
  photos(actor: Actor, ask: AskPhotos): Promise<Result<RoomPhotos>>
  /** A file of a message that this member may see, and what goes with a copy of it. */
  fileToCopy(actor: Actor, id: ClientId): Promise<Result<FileToCopy>>
  /** Begins a copy as an upload of this member, or answers how far the same one has come. Only the bytes that it is a copy of make it whole. */
  createCopy(actor: Actor, facts: UploadFacts, copy: CopyFacts): Promise<Result<UploadStanding>>
}

/** A version of a note as its room is told of it. `by`: whoever saved it. `at`: when, in a room whose earlier talk is brought in. */
export type NoteTold = {
  note: ClientId
  noteKind: NoteKind
  title: string
  version: number
  change: NoteChange
  by: Id
  files: CarriedFile[]
  at?: EpochMs
}

/** What the directory has to know of a member to serve and to keep the room's notes. `uploads`: those asked for that are theirs to send. */
export type NoteStanding = { organizationId: Id; author: NoteAuthor; mayWrite: boolean; uploads: CarriedFile[] }

/** The room's part in its notes, which the directory keeps. */
export interface RoomNotesRpc {
  /**
   * Who asks; for all who are not in the room it is not there. `isSaying`: the log is to tell of what they are about to do, which counts with the
   * messages that one may send in a while (`slow_down`).
   */
  noteStanding(actor: Actor, uploads: ClientId[], isSaying: boolean): Promise<Result<NoteStanding>>
  /** Puts versions of notes into the log, in this order; answers the entry of each. Telling twice is telling once. */
  applyNotes(told: NoteTold[]): Promise<Seq[]>
}

/** What a room shows on its map. Whoever is not in it is refused with `not_found`. */
export interface RoomMapRpc {
  /** Messages with a place before `before`, as many as asked for at most. */
  places(actor: Actor, before: Seq, limit: number): Promise<Result<PlacesPage>>
  /** Where people are who share it. */
  positions(actor: Actor): Promise<Result<Positions>>
}

export interface RoomRpc extends RoomFilesRpc, RoomNotesRpc, RoomMapRpc {
  /** Creates the room, or brings its facts and members to this revision. Idempotent. */
  applyDirectory(room: DirectoryRoom): Promise<void>
  /** Catch-up over HTTP: the same welcome a socket gets first. */
  sync(actor: Actor, hello: Hello): Promise<Result<Welcome>>
  /** A command over HTTP, with the same answer as over a socket. */
  perform(actor: Actor, command: HttpCommand): Promise<Result<Answer | { pointer: Seq }>>
  /** A page, the earlier versions or a read sheet over HTTP. */
  ask(actor: Actor, question: Question): Promise<Result<Page | Versions | Sheet>>
  /** Closes the sockets of an account, or of some of its devices, with `sessionEnded`. */
  endSessions(ended: EndedSessions): Promise<void>
  /** Who has the room on screen: on a socket whose client says so and has lately given a sign of life. */
  onScreen(): Promise<Id[]>
  /** Internal numbers of the present members, for the front door alone: for who is a member. */
  audience(actor: Actor): Promise<Result<RoomAudience>>
  /**
   * Brings in talk that happened elsewhere or earlier: commands with their own times, oldest first, through the same rules.
   * Internal: no route leads here.
   */
  bringIn(steps: { accountId: Id; at: EpochMs; command: Command }[]): Promise<Result<Answer | { pointer: Seq }>[]>
}

/** `mayModerate`: whether the member who asks does. */
export type MemberStanding = { organizationId: Id; mayModerate: boolean }

export type RoomAudience = MemberStanding & {
  members: { no: MemberNo; accountId: Id }[]
}

export type EndedSessions = { accountId: Id; deviceIds: Id[] | 'all' }

/** What a room tells its lobby: state, never a difference. `version` only grows; a lobby ignores an older one. */
export type RoomReport = {
  roomId: Id
  version: number
  /** The version that this report builds on; a lobby that holds less asks for the whole. 0 when `whole`. */
  since: number
  name: string
  kind: RoomFacts['kind']
  memberCount: number
  head: Seq
  /** Entries that count as unread, from the first to the head. */
  countable: number
  last?: { seq: Seq; storedAt: EpochMs; by: string; text: string; retracted?: true }
  /** Per account that changed since the last acknowledged report (all, when `whole`): countable entries it has read or written, and unread mentions. */
  members: { accountId: Id; read: number; mentions: number }[]
  whole: boolean
  gone: Id[]
  /** What was said since the lobby was last told, oldest first: for whom it may have to ring. The newest `limits.maxFreshEntries` at most. */
  fresh: FreshEntry[]
  /** What rings nobody any more: retracted messages, and versions of notes that a later one has taken the place of. */
  retracted: Seq[]
  /** Bytes of photos and files that it holds. */
  bytes: number
  /** How many the organization's rooms may hold together, by what the directory said at this revision. */
  quota: number
  revision: Revision
}

/** Something said, as far as ringing goes by it. */
export type FreshEntry = {
  seq: Seq
  storedAt: EpochMs
  /** Countable entries up to it: whoever has read so many has read it. */
  countable: number
  by: Id
  urgent?: true
  mentions?: Id[]
  /** Only these are meant: the other side of a desk room. */
  only?: Id[]
  /** Who wrote and what, where the organization lets a notification show it. */
  line?: { by: string; text: string }
}

export interface LobbyRpc {
  /**
   * Takes a room's report; answers the version it now holds, so that a lobby that lost its state is told the whole again, and how many bytes
   * the organization's other rooms hold.
   */
  report(report: RoomReport): Promise<{ version: number; wantsWhole: boolean; bytesElsewhere: number }>
  /** What the rooms hold, by what each reported last. */
  storage(accountId: Id): Promise<Storage>
  list(accountId: Id): Promise<RoomSummary[]>
  badge(accountId: Id): Promise<Badge>
  /** A member's own settings for a room; `not_found` for who is not in it. */
  setPreference(accountId: Id, roomId: Id, preference: RoomPreference): Promise<Result<null>>
  /** Unread of all rooms of each of these. */
  badges(accountIds: Id[]): Promise<number[]>
  /** An account says whether any of its devices has a subscription. A lower version changes nothing. */
  noteRinger(ringer: Ringer): Promise<void>
  /** What became of people of a part that the queue delivered. Saying it twice is harmless. */
  settleRing(part: Pick<RingPart, 'id' | 'ring'>, outcomes: { accountId: Id; state: RingState }[]): Promise<void>
  /** Who was rung when for an entry, and when 緊急 rings next. */
  ringRecord(
    roomId: Id,
    seq: Seq,
  ): Promise<{ rings: { accountId: Id; at: EpochMs; state: RingState }[]; nextAt?: EpochMs }>
  /** Probes these people's devices without a sound; `slow_down` for a room that was probed a moment ago. */
  probe(roomId: Id, accountIds: Id[]): Promise<Result<null>>
  /** Looks for undelivered directory changes of this organization within `limits.outboxRetryMs`, again until there are none. */
  watchOutbox(organizationId: Id): Promise<void>
  endSessions(ended: EndedSessions): Promise<void>
}

/** Whether an account has a device that could be rung, under a version that only grows. */
export type Ringer = { accountId: Id; version: number; hasDevice: boolean }

/**
 * One message of the queue: some people who are to be rung for one entry, or probed. Made by a lobby; the entry, its round and the device make a ring
 * what it is, however often it is delivered.
 */
export type RingPart = {
  id: Id
  organizationId: Id
  accountIds: Id[]
  ring: RingOf
}
export type RingOf =
  | {
      kind: 'entry'
      roomId: Id
      roomName: string
      seq: Seq
      /** 0 the first time; 緊急 rings again in later rounds. */
      round: number
      isLastRound: boolean
      urgent: boolean
      line?: { by: string; text: string }
    }
  /** `ifQuietFor`: only devices on which nothing was shown or probed for so long. */
  | { kind: 'probe'; at: EpochMs; ifQuietFor: number }

/** What an account's owner may know of themselves; a copy that the directory pushes, so that it is there without D1. */
export type Profile = {
  accountId: Id
  loginId: string
  name: string
  organizations: OrganizationSeat[]
}

export type OrganizationSeat = {
  id: Id
  name: string
  badge: string
  /** Position or title shown beside the name there. */
  title: string
  mayMakeRooms: boolean
  isAdmin: boolean
  /** Clients keep none of its rooms on the device. */
  leavesNothing: boolean
  /** Clients never hold back a message to many for some seconds. */
  sendsAtOnce: boolean
}

/** The Worker's own entrypoint, the only way from an object to D1. */
export interface DirectoryRpc {
  /** Delivers what is waiting for an organization; answers how many rows still wait. */
  drainOutbox(organizationId: Id): Promise<{ pending: number }>
  /** The copy of an account's device list. */
  recordDevices(accountId: Id, devices: Omit<DeviceInfo, 'current'>[]): Promise<void>
  /** The list of a room's photos, by which a stock over rooms is searched. Saying it twice is harmless. */
  recordPhotos(told: PhotosTold): Promise<void>
}

/** A photo as the message that carries it has it. */
export type PhotoTold = {
  seq: Seq
  storedAt: EpochMs
  accountId: Id
  byName: string
  unitName: string
  file: CarriedFile
}

/** Photos of messages, and messages that have none any more. */
export type PhotosTold = { roomId: Id; organizationId: Id; photos: PhotoTold[]; without: Seq[] }
