import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { compatibilityDate } from './build.mjs'
import { applyMigrations, migrationNames } from './migrate.mjs'
import { MIGRATIONS_DIR, TOWN_STATE, WEB_BUILD, WORKER_BUILD } from './paths.mjs'
import { holderOfPort, isAlive, isPortFree, STATE_MARK, workerdsOfTown } from './processes.mjs'
import { main, Problem, say } from './say.mjs'
import { townSecrets } from './town-secrets.mjs'

/**
 * Hosts the built town in miniflare. As a program, in a process group of its own so that a test can kill it whole:
 *
 *   node .tasks/host.mjs --port 8791 --state DIR [--without-storage] [--without d1 | r2 | queue]…
 *     [--clock-ahead-ms N] [--env NAME=VALUE]… [--worker DIR] [--web DIR] [--migrations DIR]
 *
 * prints one line, `ready http://127.0.0.1:8791`, and ends on SIGINT or SIGTERM.
 */

const MOST_LOG_BYTES = 5_000_000
/** Whom a push service may write to about a town's pushes; nobody, for a local one. */
const PUSH_SUBJECT = 'mailto:yagura@example.jp'
/** As wrangler.toml has it. */
const QUEUE = 'yagura-rings'
const CONSUMED = { type: 'queue', name: QUEUE, maxBatchSize: 5, maxBatchTimeout: 1, maxRetries: 3 }
const CLASSES = { ROOM: 'Room', LOBBY: 'Lobby', ACCOUNT: 'Account', THROTTLE: 'Throttle' }

/**
 * @typedef {object} TownOptions
 * @property {number} [port] on 127.0.0.1; 0 or nothing for any free one
 * @property {string} [stateDir] the folder that holds the database, the objects, the files and the keys
 * @property {Part[]} [without] leaves out D1 (and DIRECTORY, the way to it), R2 or the queue, as when they are down
 * @property {number} [clockAheadMs] how far the town's clock is ahead of the machine's
 * @property {ExtraWorker[]} [extraWorkers] planters and other Workers with the same bindings
 * @property {Record<string, string>} [env] more text bindings, or other values for them
 * @property {string} [workerDir] the folder of the built Worker
 * @property {string} [webDir] the folder of the built client
 * @property {string} [migrationsDir] the folder of the D1 SQL
 */
/** @typedef {'d1' | 'r2' | 'queue'} Part */
/** @typedef {{ name: string, dir: string, file: string, objects?: Record<string, string> }} ExtraWorker a bundle `file` within `dir`; its own objects, by binding */
/** @typedef {{ url: string, miniflare: Miniflare, migrated: string[], dispose: () => Promise<void> }} Town */

/**
 * Starts the town. Its state outlives it; so does it outlive kill -9.
 * @param {TownOptions} [options]
 * @returns {Promise<Town>} once it answers
 * @throws {Problem} where the port is taken or the town of this folder runs already
 */
export async function startTown(options = {}) {
  const { port = 0, without = [] } = options
  const stateDir = await claimTown(options.stateDir ?? TOWN_STATE, port)
  writeFileSync(hostFile(stateDir), JSON.stringify({ pid: process.pid, url: `http://127.0.0.1:${port}` }))
  const migrated = without.includes('d1') ? [] : await migrateBehindDoors({ ...options, stateDir })
  const miniflare = new Miniflare(miniflareOptions({ ...options, stateDir }))
  try {
    const url = await miniflare.ready
    writeFileSync(hostFile(stateDir), JSON.stringify({ pid: process.pid, url: url.origin }))
    const dispose = async () => {
      await miniflare.dispose()
      rmSync(hostFile(stateDir), { force: true })
    }
    return { url: url.origin, miniflare, migrated, dispose }
  } catch (error) {
    await miniflare.dispose()
    throw error
  }
}

/**
 * Applies what is new before anybody can come in, on a port that nobody knows. Miniflare's D1 stops this process until it has answered: with clients
 * knocking meanwhile, workerd fills the pipe of its log, which this process does not read, and neither goes on.
 * @param {TownOptions & { stateDir: string }} options
 * @returns {Promise<string[]>} the names applied now
 */
async function migrateBehindDoors(options) {
  const noted = join(options.stateDir, 'storage', 'migrated.json')
  const names = migrationNames(options.migrationsDir)
  const applied = existsSync(noted) ? JSON.parse(readFileSync(noted, 'utf8')) : []
  if (names.every((name) => applied.includes(name))) return []
  const miniflare = new Miniflare(miniflareOptions({ ...options, port: 0, extraWorkers: [] }))
  try {
    await miniflare.ready
    const migrated = await applyMigrations(await miniflare.getD1Database('DB'), options.migrationsDir)
    writeFileSync(noted, JSON.stringify(names))
    return migrated
  } finally {
    await miniflare.dispose()
  }
}

/**
 * Makes sure that this folder's town can be started on this port.
 * @param {string} dir @param {number} port
 * @returns {Promise<string>} the folder's one true path
 * @throws {Problem} where the port is taken or the town of this folder runs already
 */
export async function claimTown(dir, port) {
  mkdirSync(resolve(dir), { recursive: true, mode: 0o700 })
  const stateDir = realpathSync(dir)
  endOrphans(stateDir)
  await requireFreePort(port)
  return stateDir
}

/** @param {string} stateDir */
const hostFile = (stateDir) => join(stateDir, 'host.json')

/** @param {string} stateDir @returns {{ pid: number, url: string } | undefined} who hosts the town, or did until killed */
const hostOf = (stateDir) =>
  existsSync(hostFile(stateDir)) ? JSON.parse(readFileSync(hostFile(stateDir), 'utf8')) : undefined

/**
 * kill -9 of a host leaves its workerd behind, which goes on answering and writing. Two on one folder would spoil it:
 * an orphan of ours is ended, a town that is alive and well is left alone and refused.
 * @param {string} stateDir
 */
function endOrphans(stateDir) {
  const host = hostOf(stateDir)
  for (const { pid, parent } of workerdsOfTown(stateDir)) {
    if (host !== undefined && parent === host.pid) {
      throw new Problem(`this town already runs at ${host.url} (process ${parent}): stop it first, or use that one`)
    }
    process.kill(pid, 'SIGKILL')
    say(`· ended process ${pid}, left over from a town that was killed`)
  }
}

/** @param {number} port */
async function requireFreePort(port) {
  const patience = 20 // a killed workerd may hold its port for a moment
  for (let attempt = 0; port !== 0 && !(await isPortFree(port)); attempt += 1) {
    if (attempt === patience) throw new Problem(takenPort(port))
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** @param {number} port @returns {string} who holds it, and the way out */
function takenPort(port) {
  const holder = holderOfPort(port)
  const otherwise = `choose another port with PORT=${port + 1}`
  if (holder === undefined) return `port ${port} is taken by another user's process: ${otherwise}`
  if (holder.town === undefined) {
    return `port ${port} is taken by process ${holder.pid} (${holder.command}): end it with \`kill ${holder.pid}\` or ${otherwise}`
  }
  const pid = hostOf(holder.town)?.pid
  const living = pid !== undefined && isAlive(pid) ? pid : holder.pid // else its host was killed and left it behind
  return `port ${port} is taken by process ${living}, the town in ${holder.town}: end it with \`kill ${living}\` or ${otherwise}`
}

/** @param {TownOptions & { stateDir: string }} options @returns {import('miniflare').MiniflareOptions} */
function miniflareOptions({ port = 0, stateDir, without = [], extraWorkers = [], ...options }) {
  const texts = {
    ...townSecrets(stateDir),
    PUSH_SUBJECT,
    CLOCK_AHEAD_MS: String(options.clockAheadMs ?? 0),
    ...options.env,
  }
  const env = {
    ...objectBindings('yagura', CLASSES),
    ...partBindings(without),
    ...textBindings(texts),
  }
  const town = {
    ...bundle('yagura', options.workerDir ?? WORKER_BUILD, 'entry.js'),
    env: { ...env, ASSETS: { type: 'assets' } },
    exports: objectExports(CLASSES),
    triggers: without.includes('queue') ? [] : [CONSUMED],
    assets: {
      directory: options.webDir ?? WEB_BUILD,
      hasUserWorker: true,
      notFoundHandling: 'single-page-application',
      runWorkerFirst: true,
    },
  }
  const extras = extraWorkers.map(({ name, dir, file, objects = {} }) => ({
    ...bundle(name, dir, file),
    env: { ...env, ...objectBindings(name, objects) },
    exports: objectExports(objects),
  }))
  const log = new TownLog(join(stateDir, 'town.log'))
  return /** @type {import('miniflare').MiniflareOptions} */ ({
    host: '127.0.0.1',
    port,
    resourcePersistencePath: join(stateDir, 'storage'),
    cf: false,
    log,
    logRequests: false,
    handleStructuredLogs: ({ level, message }) => log.log(`${level} ${message}`),
    unsafeRuntimeEnv: { [STATE_MARK]: stateDir },
    workers: [town, ...extras].map((config) => ({ config, dev: {} })),
  })
}

/** @param {string} name @param {string} dir @param {string} mainModule */
function bundle(name, dir, mainModule) {
  if (!existsSync(join(dir, mainModule))) throw new Problem(`${join(dir, mainModule)} is not there: build it first`)
  const files = readdirSync(dir).filter((file) => file.endsWith('.js'))
  const modules = files.map((file) => [file, { type: 'esm', contents: readFileSync(join(dir, file), 'utf8') }])
  const manifest = { mainModule, modulesRoot: dir, modules: Object.fromEntries(modules) }
  return { name, compatibilityDate: compatibilityDate(), manifest }
}

/** @param {string} worker @param {Record<string, string>} classes */
const objectBindings = (worker, classes) =>
  Object.fromEntries(
    Object.entries(classes).map(([binding, exportName]) => [binding, { type: 'durable-object', worker, exportName }]),
  )

/** @param {Record<string, string>} classes */
const objectExports = (classes) =>
  Object.fromEntries(Object.values(classes).map((name) => [name, { type: 'durable-object', storage: 'sqlite' }]))

/** @param {Part[]} without */
const partBindings = (without) => ({
  ...(without.includes('queue') ? {} : { RINGS: { type: 'queue', name: QUEUE } }),
  ...(without.includes('r2') ? {} : { PHOTOS: { type: 'r2', name: 'photos' } }),
  ...(without.includes('d1')
    ? {}
    : {
        DB: { type: 'd1', id: 'db' },
        DIRECTORY: { type: 'worker', worker: 'yagura', exportName: 'Directory' },
      }),
})

/** @param {Record<string, string>} texts */
const textBindings = (texts) =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { type: 'text', value }]))

/** What the town's Workers and workerd say, in a file: the terminal is for people. */
class TownLog extends Log {
  /** @param {string} file */
  constructor(file) {
    super(LogLevel.WARN)
    this.file = file
    if (existsSync(file) && statSync(file).size > MOST_LOG_BYTES) rmSync(file)
  }

  /** @override @param {string} message */
  log(message) {
    appendFileSync(this.file, `${new Date().toISOString()} ${message}\n`, { mode: 0o600 })
  }
}

/** Ends the town, and then this process, on SIGINT or SIGTERM. @param {() => Town} current */
export function endOnSignal(current) {
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    await current().dispose()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.removeAllListeners(signal) // miniflare's own would end this process at once, with 143
    process.on(signal, end)
  }
}

async function hostFromCommandLine() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      state: { type: 'string', default: TOWN_STATE },
      'without-storage': { type: 'boolean', default: false },
      without: { type: 'string', multiple: true, default: [] },
      env: { type: 'string', multiple: true, default: [] },
      'clock-ahead-ms': { type: 'string', default: '0' },
      worker: { type: 'string', default: WORKER_BUILD },
      web: { type: 'string', default: WEB_BUILD },
      migrations: { type: 'string', default: MIGRATIONS_DIR },
    },
  })
  const town = await startTown({
    port: Number(values.port),
    stateDir: values.state,
    without: values['without-storage'] ? ['d1', 'r2'] : values.without.map(knownPart),
    env: Object.fromEntries(values.env.map((setting) => setting.split(/=(.*)/s, 2))),
    clockAheadMs: Number(values['clock-ahead-ms']),
    workerDir: resolve(values.worker),
    webDir: resolve(values.web),
    migrationsDir: resolve(values.migrations),
  })
  endOnSignal(() => town)
  say(`ready ${town.url}`)
}

/** @param {string} name @returns {Part} */
function knownPart(name) {
  if (name === 'd1' || name === 'r2' || name === 'queue') return name
  throw new Problem(`--without ${name}: only d1, r2 and queue can be left out`)
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) await main(hostFromCommandLine)
