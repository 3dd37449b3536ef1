/** Members of a room on real sockets, counting what comes down. */

/**
 * @typedef {object} Counter
 * @property {number} frames
 * @property {number} bytes
 */

/** @typedef {{ from: number, counts: number[] }} Reads */

export class Member {
  /** @param {WebSocket} socket */
  constructor(socket) {
    this.socket = socket
    this.frames = 0
    this.bytes = 0
    /** @type {Map<number, number>} read counts that this member shows, by seq */
    this.shown = new Map()
    this.head = 0
    /** @type {() => void} */
    this.wake = () => {}
    socket.addEventListener('message', ({ data }) => this.hear(data))
  }

  /** @param {string} url of the town @param {string} roomId @param {string} token @returns {Promise<Member>} after its welcome */
  static async open(url, roomId, token) {
    const address = `${url.replace('http', 'ws')}/api/rooms/${roomId}/socket?v=1`
    const headers = { authorization: `Bearer ${token}` }
    const member = new Member(new WebSocket(address, /** @type {any} */ ({ headers })))
    await member.until(() => member.head > 0)
    return member
  }

  /** @param {string} data */
  hear(data) {
    this.frames += 1
    this.bytes += data.length
    const message = JSON.parse(data)
    this.head = Math.max(this.head, message.head ?? 0, message.entries?.at(-1)?.seq ?? 0)
    const { from = 0, counts = [] } = /** @type {Partial<Reads>} */ (message.reads ?? {})
    for (const [i, count] of counts.entries()) this.shown.set(from + i, count)
    this.wake()
  }

  /** @param {object} message */
  send(message) {
    this.socket.send(JSON.stringify(message))
  }

  forget() {
    this.frames = 0
    this.bytes = 0
  }

  /** @param {() => boolean} holds */
  async until(holds) {
    while (!holds()) {
      await new Promise((resolve) => {
        this.wake = () => resolve(undefined)
      })
    }
  }
}

/** @param {Member[]} members @returns {Counter} of all together */
export function total(members) {
  return {
    frames: members.reduce((sum, member) => sum + member.frames, 0),
    bytes: members.reduce((sum, member) => sum + member.bytes, 0),
  }
}
