/** Why a server closed a socket. 4xxx codes are ours; a client acts on the code and never on the reason's words. */
export const closeCodes = {
  /** The room or the lobby asks for a newer client: reload the page. */
  reloadRequired: 4010,
  /** The device was ended, the account disabled or the password changed: sign in again. */
  sessionEnded: 4401,
  /** No longer a member: leave the room's screen and forget it. */
  notMember: 4403,
  /** Too many frames that could not be read. */
  malformed: 4400,
  /** More than 200 frames in ten seconds. */
  flooding: 4429,
  /** A newer socket of the same person took this one's place. */
  tooManySockets: 4409,
  /** The socket reached its greatest age: open a new one. */
  expired: 4408,
  /** RFC 6455 §7.4.1: a fault of ours; what was not answered is not stored, and is to be sent again. */
  fault: 1011,
  /** RFC 6455 §7.4.1: a message that is too big to process. */
  tooBig: 1009,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]
