import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildTown } from './build.mjs'
import { claimTown, endOnSignal, startTown } from './host.mjs'
import { PROJECT, TOWN_STATE } from './paths.mjs'
import { Problem, say, secondsSince } from './say.mjs'
import { formatTable } from './table.mjs'
import { ensureDemoTown, ensureRealTown, makeFirstAdministrator } from './town.mjs'

/** `npm start` once the packages are there: build, plant, serve. */

/**
 * @typedef {object} Wish
 * @property {number} port
 * @property {string} stateDir
 * @property {boolean} empty a real town instead of the demo
 * @property {boolean} members
 * @property {string} [firstAdministrator] the person's name
 * @property {string} organizationName
 */

/** @returns {Wish} */
export function readWish() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env['PORT'] ?? '8787' },
      state: { type: 'string', default: TOWN_STATE },
      empty: { type: 'boolean', default: false },
      members: { type: 'boolean', default: process.env['TOWN_MEMBERS'] === '1' },
      'first-admin': { type: 'string' },
      organization: { type: 'string', default: '市' },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Problem(`${values.port} is not a port number`)
  if (values['first-admin'] !== undefined && !values.empty) throw new Problem('--first-admin goes with --empty')
  return {
    port,
    stateDir: resolve(PROJECT, values.state),
    empty: values.empty,
    members: values.members,
    ...(values['first-admin'] === undefined ? {} : { firstAdministrator: values['first-admin'] }),
    organizationName: values.organization,
  }
}

/** @typedef {{ town: import('./host.mjs').Town }} Running the town being served; `npm run dev` puts the next in its place */

/**
 * Builds what changed, plants what is missing and serves until SIGINT or SIGTERM.
 * @param {Wish} wish @returns {Promise<Running>} once it answers
 */
export async function serve(wish) {
  const startedAt = Date.now()
  await claimTown(wish.stateDir, wish.port) // before the long work, so that a taken port is told at once
  await buildTown()
  const whoCanSignIn = wish.empty ? await openRealTown(wish) : await openDemoTown(wish)
  const running = { town: await startTown(wish) }
  endOnSignal(() => running.town)
  say(`\n火の見櫓 Yagura is ready: ${running.town.url}   (${secondsSince(startedAt)}; Ctrl-C ends it)`)
  say(`state and log: ${wish.stateDir}\n`)
  say(whoCanSignIn)
  return running
}

/** @param {Wish} wish @returns {Promise<string>} who can sign in */
async function openDemoTown(wish) {
  const record = await ensureDemoTown(wish.stateDir, wish)
  if (record.kind === 'real') return 'A real town stands here: its people sign in with their own passwords.'
  const rows = record.signIns.map(({ name, loginId, password, what }) => [loginId, password, name, what])
  return formatTable(['login ID', 'password', 'name', 'signs in as'], rows)
}

/** @param {Wish} wish @returns {Promise<string>} who can sign in */
async function openRealTown(wish) {
  ensureRealTown(wish.stateDir)
  if (wish.firstAdministrator === undefined) {
    const state = wish.stateDir === TOWN_STATE ? '' : ` --state ${wish.stateDir}`
    return `A real town. Where nobody can sign in yet, stop it and make its first administrator:\n\n  npm start -- --empty${state} --first-admin "氏名" --organization "○○市"\n`
  }
  const person = { name: wish.firstAdministrator, organizationName: wish.organizationName }
  const { loginId, activationCode } = await makeFirstAdministrator(wish.stateDir, person)
  return formatTable(['login ID', 'one-time code', 'name'], [[loginId, activationCode, person.name]])
}
