import type { Id } from '../protocol/ids.ts'
import type { RoomFacts } from '../protocol/roster.ts'

/** What the mint is asked for, and what it made: people, rooms and sessions of a bench or a torture. */

/** A device that is signed in. */
export type MintedDevice = { deviceId: Id; access: string; refresh: string; accessEndsAt: number }
export type MintedPerson = { accountId: Id; name: string; devices: MintedDevice[] }
export type MintedTown = { organizationId: Id; roomIds: Id[]; people: MintedPerson[] }

/** `rooms` lists the members of each room, as places in the list of people. */
export type TownWish = { people: number; devicesEach: number; rooms: number[][]; kind?: RoomFacts['kind'] }
/** The whole membership of a room at a revision, as the directory pushes it. */
export type RoomWish = { roomId: Id; organizationId: Id; revision: number; members: { accountId: Id; name: string }[] }
/** Disables an account, or brings it back. */
export type AccountWish = { accountId: Id; organizationId: Id; name: string; revision: number; disabled: boolean }
