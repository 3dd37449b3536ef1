import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildPlanter, buildTown } from '../.tasks/build.mjs'
import { startTown } from '../.tasks/host.mjs'
import { main, say } from '../.tasks/say.mjs'
import { formatTable } from '../.tasks/table.mjs'
import { prepare } from '../.tasks/toolchain.mjs'
import { Member, total } from './members.mjs'

/**
 * npm run bench [-- --members 33,580] [--trickle-s 60]
 *
 * What reading costs in a room of real sockets, on the built Worker hosted as `npm start` hosts it: a storm (everyone reads one message at once) and a
 * trickle (the same, spread evenly over a time). Frames and bytes are the same on every machine; milliseconds are this one's, load and server sharing it.
 * Rows written are counted inside workerd by test/durable/rows.test.ts.
 */

/** @typedef {{ url: string, mint: (members: number) => Promise<{ roomId: string, tokens: string[] }> }} Bench */

await main(async () => {
  await prepare()
  const { values } = parseArgs({
    options: { members: { type: 'string', default: '33,580' }, 'trickle-s': { type: 'string', default: '60' } },
  })
  await buildTown()
  const stateDir = mkdtempSync(join(tmpdir(), 'yagura-bench-'))
  const town = await startTown({ stateDir, extraWorkers: [await buildPlanter('mint')] })
  try {
    const minter = await town.miniflare.getWorker('mint')
    const mint = async (/** @type {number} */ members) => {
      const answer = await minter.fetch('http://mint', { method: 'POST', body: JSON.stringify({ members }) })
      return /** @type {Promise<{ roomId: string, tokens: string[] }>} */ (answer.json())
    }
    const rows = []
    for (const members of values.members.split(',').map(Number)) {
      rows.push(...(await measure({ url: town.url, mint }, members, Number(values['trickle-s']) * 1000)))
    }
    say(
      `\n${formatTable(['members', 'what', 'frames up', 'frames down', 'per member', 'kB down', 'author right', 'all right'], rows)}`,
    )
  } finally {
    await town.dispose()
    rmSync(stateDir, { recursive: true, force: true })
  }
})

/** @param {Bench} bench @param {number} count @param {number} trickleMs @returns {Promise<string[][]>} */
async function measure({ url, mint }, count, trickleMs) {
  const { roomId, tokens } = await mint(count)
  say(`· ${count} members: sessions minted`)
  /** @type {Member[]} */
  const members = []
  for (const token of tokens) members.push(await Member.open(url, roomId, token))
  const [author, ...readers] = /** @type {[Member, ...Member[]]} */ (members)
  say(`· ${count} members: sockets open`)
  const storm = await spread(members, author, readers, 0)
  const trickle = await spread(members, author, readers, trickleMs)
  for (const member of members) member.socket.close()
  return [row(count, 'storm', storm), row(count, `trickle ${trickleMs / 1000} s`, trickle)]
}

/** @typedef {{ up: number, frames: number, bytes: number, authorMs: number, allMs: number }} Measured */

/**
 * One message, and everyone reads it: at once, or evenly over `overMs`. The message's own frames are not counted.
 * @param {Member[]} members @param {Member} author @param {Member[]} readers @param {number} overMs @returns {Promise<Measured>}
 */
async function spread(members, author, readers, overMs) {
  const seq = author.head + 1
  author.send({ t: 'post', id: uuid7(), text: '本日19時から、各分団詰所でポンプの点検を行います。' })
  await Promise.all(members.map((member) => member.until(() => member.head >= seq)))
  for (const member of members) member.forget()
  const startedAt = performance.now()
  let lastAt = startedAt
  for (const [i, reader] of readers.entries()) {
    const wait = startedAt + (overMs * i) / readers.length - performance.now()
    if (wait > 1) await pause(wait)
    reader.send({ t: 'read', seq })
    lastAt = performance.now()
  }
  const isRight = (/** @type {Member} */ member) => member.shown.get(seq) === readers.length
  await author.until(() => isRight(author))
  const authorMs = performance.now() - lastAt
  await Promise.all(members.map((member) => member.until(() => isRight(member))))
  const allMs = performance.now() - lastAt
  return { up: readers.length, ...total(members), authorMs, allMs }
}

/** @param {number} count @param {string} what @param {Measured} measured */
function row(count, what, { up, frames, bytes, authorMs, allMs }) {
  const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`
  return [
    `${count}`,
    what,
    `${up}`,
    `${frames}`,
    (frames / count).toFixed(2),
    (bytes / 1000).toFixed(1),
    ms(authorMs),
    ms(allMs),
  ]
}

function uuid7() {
  const time = Date.now().toString(16).padStart(12, '0')
  const random = randomBytes(10).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`
}
