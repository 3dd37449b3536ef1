import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_DIR, command, PLANTERS_BUILD, PROJECT, WEB_BUILD, WORKER_BUILD } from './paths.mjs'
import { outputOf, outputOfOurs, projectEnv } from './run.mjs'
import { Problem, step } from './say.mjs'

/** Builds the client, the Worker and the planters, each only when something it is made from has changed. */

/**
 * @typedef {object} Part
 * @property {string} name for people
 * @property {string[]} madeFrom files and folders
 * @property {() => Promise<unknown>} build
 */

const SHARED = ['core', 'protocol', 'package-lock.json', '.tasks/build.mjs']

/** @type {Part} */
const web = {
  name: 'client',
  madeFrom: ['web', 'vite.config.ts', '.tasks/client-build.mjs', ...SHARED],
  // A test that builds says NODE_ENV=test, and would get the libraries' development versions.
  build: () =>
    outputOf('building the client', command('vite'), ['build', '--logLevel', 'warn'], {
      env: { ...projectEnv(), NODE_ENV: 'production' },
    }),
}

/** @type {Part} */
const worker = {
  name: 'worker',
  madeFrom: ['worker', 'durable', 'migrations', 'wrangler.toml', ...SHARED],
  build: () => bundle('building the Worker', WORKER_BUILD, 'worker/entry.ts'),
}

/** @typedef {'town' | 'firstAdministrator' | 'mint' | 'reference'} Planter */

/**
 * Workers that are hosted beside the town for a moment to put something into it, and are no part of it.
 * @type {Record<Planter, { file: string, source: string, objects?: Record<string, string> }>}
 */
export const planters = {
  town: { file: 'plant-worker.js', source: 'test/town/plant-worker.ts' },
  firstAdministrator: {
    file: 'first-administrator-worker.js',
    source: 'worker/directory/first-administrator-worker.ts',
  },
  mint: { file: 'mint-worker.js', source: 'bench/mint/mint-worker.ts' },
  reference: {
    file: 'reference-worker.js',
    source: 'bench/reference/reference-worker.ts',
    objects: { REFERENCE: 'Reference' },
  },
}

/** @param {Planter} kind @returns {Part} */
const planter = (kind) => ({
  name: `planter-${kind}`,
  madeFrom: ['test/town', 'bench', 'worker', 'durable', 'wrangler.toml', ...SHARED],
  build: () =>
    bundle('building the planter', join(PLANTERS_BUILD, kind), planters[kind].source, [
      `--config=${join(PROJECT, '.tasks/planter.toml')}`,
      `--compatibility-date=${compatibilityDate()}`,
    ]),
})

export const buildWeb = () => buildIfChanged(web)
export const buildWorker = () => buildIfChanged(worker)

/** @param {Planter} kind @returns {Promise<import('./host.mjs').ExtraWorker>} */
export async function buildPlanter(kind) {
  await buildIfChanged(planter(kind))
  const { file, objects = {} } = planters[kind]
  return { name: kind, dir: join(PLANTERS_BUILD, kind), file, objects }
}

/** The Worker with a meter in its rooms, for the bench. @returns {Promise<string>} its folder */
export const buildCounted = () => buildVariant('counted', 'bench/counted')

/** The Worker whose queue delivers everything five times, for a test. @returns {Promise<string>} its folder */
export const buildFiveTimes = () => buildVariant('five-times', 'test/town/five-times')

/**
 * The town's Worker with an entry of its own, hosted in its place and never deployed.
 * @param {string} name @param {string} home the folder of that entry
 * @returns {Promise<string>} its folder
 */
async function buildVariant(name, home) {
  const folder = join(BUILD_DIR, name)
  await buildIfChanged({
    name: `${name} Worker`,
    madeFrom: [home, 'worker', 'durable', 'migrations', 'wrangler.toml', ...SHARED],
    build: () => bundle(`building the ${name} Worker`, folder, `${home}/entry.ts`),
  })
  return folder
}

/** The whole town. @returns {Promise<boolean>} whether anything had changed */
export async function buildTown() {
  const outcomes = await Promise.allSettled([buildWeb(), buildWorker()])
  const changed = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })
  return changed.includes(true)
}

/**
 * wrangler bundles, as it does for a deployment.
 * @param {string} what @param {string} outDir @param {string} source @param {string[]} [options]
 */
async function bundle(what, outDir, source, options = []) {
  if (!existsSync(join(PROJECT, source))) throw new Problem(`${what}: ${source} is not there`)
  mkdirSync(WEB_BUILD, { recursive: true }) // wrangler wants the folder of the assets, built or not
  const always = ['--dry-run', '--outdir', outDir, '--autoconfig=false']
  await outputOfOurs(what, 'wrangler', ['deploy', join(PROJECT, source), ...always, ...options])
}

/** @returns {string} as wrangler.toml has it; everything local is hosted under the same */
export function compatibilityDate() {
  const date = /^compatibility_date = "([\d-]+)"$/m.exec(readFileSync(join(PROJECT, 'wrangler.toml'), 'utf8'))?.[1]
  if (date === undefined) throw new Problem('wrangler.toml has no compatibility_date')
  return date
}

/** @param {Part} part @returns {Promise<boolean>} whether it was built now */
async function buildIfChanged(part) {
  const stampFile = join(BUILD_DIR, `${part.name}.stamp`)
  const stamp = hashOf(part.madeFrom)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false
  rmSync(stampFile, { force: true })
  await step(`building the ${part.name}`, part.build)
  writeFileSync(stampFile, stamp)
  return true
}

/** @param {string[]} paths @returns {string} of every name and byte below them */
function hashOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesBelow))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(PROJECT, file)))
  return hash.digest('hex')
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  const whole = join(PROJECT, path)
  if (!existsSync(whole)) return []
  if (statSync(whole).isFile()) return path.endsWith('.tsbuildinfo') ? [] : [path]
  return readdirSync(whole)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}
