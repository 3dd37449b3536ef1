import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { command, MODULES, PROJECT } from './paths.mjs'
import { exitCodeOf, projectEnv } from './run.mjs'
import { Problem, say, step } from './say.mjs'

/** What a script may count on: Node, npm, room on the disk, the packages, Chromium. Runs on a bare Node 20. */

const LEAST_NODE = [22, 12] // wrangler and vitest refuse anything older
const LEAST_FREE_BYTES = 500 * 1024 * 1024
const INSTALLED_STAMP = join(MODULES, '.yagura-lock')

/** @param {string} version as `20.20.2` */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/** Refuses early, in one line, what would fail late in many. */
export function requireBasics() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) throw new Problem(`Node ${process.versions.node} is too old: install Node 20.20 or newer`)
  const { bavail, bsize } = statfsSync(PROJECT)
  if (bavail * bsize < LEAST_FREE_BYTES) {
    throw new Problem(`only ${Math.floor((bavail * bsize) / 1024 / 1024)} MB free under ${PROJECT}: 500 MB are needed`)
  }
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(PROJECT, 'package-lock.json')))
    .digest('hex')

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const packagesIn = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

/** Whether npm's own account of node_modules names every version of our lock: so after a plain `npm install`. */
function holdsWhatTheLockNames() {
  const present = packagesIn(join(MODULES, '.package-lock.json'))
  return Object.entries(packagesIn(join(PROJECT, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

function isInstalled() {
  if (existsSync(INSTALLED_STAMP) && readFileSync(INSTALLED_STAMP, 'utf8') === lockHash()) return true
  if (!holdsWhatTheLockNames()) return false
  writeFileSync(INSTALLED_STAMP, lockHash())
  return true
}

/** Runs `npm ci` when the packages are missing or belong to another package-lock.json. */
export async function ensureInstalled() {
  if (isInstalled()) return
  if (spawnSync('npm', ['--version'], { stdio: 'ignore' }).status !== 0) {
    throw new Problem('npm is not there: it comes with Node, see https://nodejs.org')
  }
  await step('installing packages (npm ci, a minute or two the first time)', async () => {
    const code = await exitCodeOf('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--progress=true'])
    if (code !== 0) throw new Problem('npm ci failed (see above): is the network there?')
  })
  writeFileSync(INSTALLED_STAMP, lockHash())
}

/** @returns {string | undefined} a Node that wrangler and vitest accept */
function newEnoughNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const ours = command('node')
  const answer = spawnSync(ours, ['--version'], { encoding: 'utf8' })
  return answer.status === 0 && isNewEnough(answer.stdout.trim().slice(1)) ? ours : undefined
}

/**
 * Goes on under a new enough Node: returns when this process already is one, else runs the same script again under the
 * Node of node_modules and never returns.
 */
export async function continueOnNewNode() {
  const node = newEnoughNode()
  if (node === process.execPath) return
  if (node === undefined) {
    throw new Problem(
      `Node ${process.versions.node} is too old for wrangler and node_modules holds no newer one: install Node ${LEAST_NODE.join('.')} or newer`,
    )
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env: projectEnv() })
  // Ctrl-C reaches the child from the terminal by itself; what is sent to this process alone must be handed on.
  process.on('SIGINT', () => undefined)
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  const code = await new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ? 1 : status)))
  process.exit(/** @type {number} */ (code))
}

/** What every script does first. On return the packages are there and Node is new enough. */
export async function prepare() {
  requireBasics()
  await ensureInstalled()
  await continueOnNewNode()
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** @returns {string | undefined} the browser's path: CHROMIUM_PATH, else the first known name on PATH */
export function findChromium() {
  const asked = process.env['CHROMIUM_PATH']
  if (asked) return isExecutable(asked) ? asked : undefined
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Finds Chromium, or as root on Debian installs it with Japanese fonts, or says what to install. Never skips.
 * @returns {Promise<string>} its path
 */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (!process.env['CHROMIUM_PATH'] && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    say('· Chromium is not there and this is root on Debian: installing chromium and fonts-noto-cjk')
    const apt = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    await exitCodeOf('apt-get', ['update', '-q'], apt)
    await exitCodeOf('apt-get', ['install', '-y', '-q', 'chromium', 'fonts-noto-cjk'], apt)
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Problem(
    'Chromium is not there: install it with Japanese fonts (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH',
  )
}
