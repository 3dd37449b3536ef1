import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPlanter } from './build.mjs'
import { startTown } from './host.mjs'
import { Problem, step } from './say.mjs'

/** What stands in a town's state folder: the demo, or a real town that nothing may ever be planted into. */

/** @typedef {{ name: string, loginId: string, password: string, what: string }} SignIn */
/** @typedef {{ kind: 'demo', members: boolean, signIns: SignIn[] } | { kind: 'real' }} TownRecord */
/** @typedef {{ loginId: string, activationCode: string }} FirstAdministrator */

/** @param {string} stateDir */
const recordFile = (stateDir) => join(stateDir, 'town.json')

/** @param {string} stateDir @returns {TownRecord | undefined} undefined: a new town */
export const readTownRecord = (stateDir) =>
  existsSync(recordFile(stateDir)) ? JSON.parse(readFileSync(recordFile(stateDir), 'utf8')) : undefined

/** @param {string} stateDir @param {TownRecord} record */
const writeTownRecord = (stateDir, record) =>
  writeFileSync(recordFile(stateDir), JSON.stringify(record, null, 2), { mode: 0o600 })

/**
 * Sees to it that the demo town stands. Planting is repeatable, so one cut short is simply done again.
 * @param {string} stateDir @param {{ members: boolean }} wish members: also the 580 of the divisions
 * @returns {Promise<TownRecord>}
 */
export async function ensureDemoTown(stateDir, { members }) {
  const record = readTownRecord(stateDir)
  if (record?.kind === 'real' || (record?.kind === 'demo' && (record.members || !members))) return record
  const size = members ? 'with its 580 members' : 'without the 580 members'
  const { signIns } = await step(`planting the demo town, ${size}`, () =>
    askPlanter(stateDir, 'town', 'http://town/plant', { members }),
  )
  /** @type {TownRecord} */
  const planted = { kind: 'demo', members, signIns }
  writeTownRecord(stateDir, planted)
  return planted
}

/** @param {string} stateDir @throws {Problem} where the demo town stands already */
export function ensureRealTown(stateDir) {
  if (readTownRecord(stateDir)?.kind === 'demo') {
    throw new Problem(`the demo town stands in ${stateDir}: a real town needs another folder, as --state DIR`)
  }
  writeTownRecord(stateDir, { kind: 'real' })
}

/**
 * Makes the first administrator of a real town, who signs in with a one-time code.
 * @param {string} stateDir @param {{ name: string, organizationName: string }} person
 * @returns {Promise<FirstAdministrator>}
 */
export const makeFirstAdministrator = (stateDir, person) =>
  askPlanter(stateDir, 'firstAdministrator', 'http://town/first-administrator', person)

/**
 * Hosts a planter beside the town on a port of no one's knowledge, asks it once, and ends both.
 * @param {string} stateDir @param {'town' | 'firstAdministrator'} kind @param {string} url @param {unknown} body
 * @returns {Promise<any>} its answer
 */
async function askPlanter(stateDir, kind, url, body) {
  const planter = await buildPlanter(kind)
  const town = await startTown({ stateDir, extraWorkers: [planter] })
  try {
    const worker = await town.miniflare.getWorker(kind)
    const headers = { 'content-type': 'application/json' }
    const response = await worker.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (response.status === 409)
      throw new Problem('this town has an organization, so its administrators make the accounts')
    if (!response.ok) throw new Problem(`${url} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    return await response.json()
  } finally {
    await town.dispose()
  }
}
