import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

/** Who runs, and who holds a port. From /proc on Linux, else from lsof and ps. */

/** @typedef {{ pid: number, command: string, town?: string }} Process town: the state folder, where it is a town's workerd */

/** The variable by which a town's workerd can be told from anyone else's: its value is the state folder. */
export const STATE_MARK = 'YAGURA_TOWN_STATE'

/** @param {() => string} read @returns {string} what it gave, or nothing where that is gone or forbidden */
function attempt(read) {
  try {
    return read()
  } catch {
    return ''
  }
}

/** @param {number} pid @param {string} file */
const proc = (pid, file) => attempt(() => readFileSync(`/proc/${pid}/${file}`, 'utf8'))

/** @param {number} pid @returns {string[]} its settings, as NAME=value */
const environmentOf = (pid) => proc(pid, 'environ').split('\0')

/** @returns {number[]} */
const allPids = () => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

/** @param {number} pid @returns {Process} */
function describeProcess(pid) {
  const command =
    proc(pid, 'cmdline').split('\0').join(' ').trim() ||
    attempt(() => execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim())
  const town = environmentOf(pid).find((setting) => setting.startsWith(`${STATE_MARK}=`))
  const known = { pid, command: command.slice(0, 120) || 'unknown command' }
  return town ? { ...known, town: town.slice(STATE_MARK.length + 1) } : known
}

/** @param {number} port @returns {Promise<boolean>} whether 127.0.0.1:port can be listened on now */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** @param {number} port @returns {Set<string>} inodes of the sockets that listen on it, as in /proc/PID/fd */
function listeningSockets(port) {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const LISTEN = '0A'
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    attempt(() => readFileSync(file, 'utf8')).split('\n'),
  )
  const fields = lines.map((line) => line.trim().split(/\s+/))
  const ours = fields.filter(([, address, , state]) => address?.endsWith(`:${hexPort}`) && state === LISTEN)
  return new Set(ours.map((field) => `socket:[${field[9]}]`))
}

/** @param {number} pid @param {Set<string>} sockets */
function holdsOneOf(pid, sockets) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) =>
      sockets.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`))),
    )
  } catch {
    return false
  }
}

/** @param {number} port @returns {Process | undefined} undefined where it cannot be seen (another user's process) */
export function holderOfPort(port) {
  const sockets = listeningSockets(port)
  const fromProc = sockets.size > 0 ? allPids().find((pid) => holdsOneOf(pid, sockets)) : undefined
  const pid =
    fromProc ??
    Number.parseInt(
      attempt(() =>
        execFileSync('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'], { encoding: 'utf8', stdio: 'pipe' }),
      ),
      10,
    )
  return Number.isInteger(pid) ? describeProcess(pid) : undefined
}

/** @param {number} pid @returns {number} */
const parentOf = (pid) => Number(/^PPid:\s+(\d+)$/m.exec(proc(pid, 'status'))?.[1] ?? 0)

/**
 * The workerd processes of this state folder, proven by the mark in their environment, which only a town's host sets.
 * Where there is no /proc they cannot be told and the list is empty.
 * @param {string} stateDir
 * @returns {Array<{ pid: number, parent: number }>}
 */
export function workerdsOfTown(stateDir) {
  const mark = `${STATE_MARK}=${stateDir}`
  const marked = allPids().filter((pid) => environmentOf(pid).includes(mark))
  return marked.map((pid) => ({ pid, parent: parentOf(pid) }))
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
