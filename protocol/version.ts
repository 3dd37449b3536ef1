/**
 * The version that a client names when it opens a room or a lobby, and its history.
 * `test/protocol/version.test.ts` pins a hash of all frames: whoever changes a frame changes this number too.
 *
 * 1  first frames: hello in the upgrade request, welcome, update, page, versions, rooms
 */
export const protocolVersion = 1

/** The oldest client that is still understood; an older one is told `reload_required`. */
export const oldestProtocolVersion = 1

/** Whether a client of this version and this server understand each other. */
export const isSpoken = (version: number): boolean => version >= oldestProtocolVersion && version <= protocolVersion
