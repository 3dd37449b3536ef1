import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPlanter, buildTown } from '../.tasks/build.mjs'
import { startTown } from '../.tasks/host.mjs'
import { main, say } from '../.tasks/say.mjs'
import { prepare } from '../.tasks/toolchain.mjs'

/**
 * node bench/sign-in-timing.mjs
 *
 * Whether the time of a refused sign-in tells that a login ID exists: 200 samples of an unknown ID and 200 of a wrong password, taking turns so that
 * the machine's other work falls on both alike. Each login ID is tried once, from an address of its own, so that nothing is slowed down.
 * The medians may differ by 5 %.
 */

const samples = 200
const mostDifference = 0.05

await main(async () => {
  await prepare()
  await buildTown()
  const stateDir = mkdtempSync(join(tmpdir(), 'yagura-timing-'))
  const town = await startTown({ stateDir, extraWorkers: [await buildPlanter('town')] })
  try {
    const planter = await town.miniflare.getWorker('town')
    await planter.fetch('http://town/plant', { method: 'POST', body: JSON.stringify({ members: true, talk: false }) })
    const db = await town.miniflare.getD1Database('DB')
    const { results } = await db
      .prepare('SELECT login_id FROM accounts WHERE password_hash IS NOT NULL LIMIT ?')
      .bind(samples)
      .all()
    const known = results.map(({ login_id: loginId }) => String(loginId))
    const times = await takeTurns(town.url, known)
    report(times)
  } finally {
    await town.dispose()
    rmSync(stateDir, { recursive: true, force: true })
  }
})

/** @param {string} url @param {string[]} known @returns {Promise<{ unknown: number[], wrong: number[] }>} ms of each refusal */
async function takeTurns(url, known) {
  /** @type {{ unknown: number[], wrong: number[] }} */
  const times = { unknown: [], wrong: [] }
  for (let i = -10; i < samples; i += 1) {
    const loginId = known.at(i % known.length) ?? ''
    /** @type {['wrong' | 'unknown', string][]} */
    const pair = [
      ['wrong', loginId],
      ['unknown', `${loginId.slice(0, -1)}~${i}`],
    ]
    // Who goes first changes too; the first ten pairs warm up.
    for (const [kind, id] of i % 2 === 0 ? pair : pair.reverse()) {
      const ms = await refusedIn(url, id, kind === 'wrong' ? 2 * i : 2 * i + 1)
      if (i >= 0) times[kind].push(ms)
    }
  }
  return times
}

/** @param {string} url @param {string} loginId @param {number} n */
async function refusedIn(url, loginId, n) {
  const address = `198.18.${(n >> 8) & 255}.${n & 255}`
  const headers = { 'content-type': 'application/json', origin: url, 'cf-connecting-ip': address }
  const body = JSON.stringify({ loginId, password: 'chigau kagi desu' })
  const startedAt = performance.now()
  const response = await fetch(`${url}/api/session`, { method: 'POST', headers, body })
  await response.text()
  const ms = performance.now() - startedAt
  if (response.status !== 401) throw new Error(`${loginId} was answered ${response.status}`)
  return ms
}

/** @param {{ unknown: number[], wrong: number[] }} times */
function report({ unknown, wrong }) {
  const medians = { unknown: median(unknown), wrong: median(wrong) }
  const difference = Math.abs(medians.unknown / medians.wrong - 1)
  say(
    `unknown login ID ${medians.unknown.toFixed(2)} ms, wrong password ${medians.wrong.toFixed(2)} ms: ${(difference * 100).toFixed(2)} % apart (medians of ${unknown.length} each)`,
  )
  if (difference > mostDifference) throw new Error(`more than ${mostDifference * 100} %`)
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return ((sorted[middle] ?? 0) + (sorted[sorted.length - 1 - middle] ?? 0)) / 2
}
