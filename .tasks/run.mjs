import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { command, MODULES, PROJECT } from './paths.mjs'
import { Problem } from './say.mjs'

/** The environment in which the project's own Node and commands come first. */
export const projectEnv = () => ({
  ...process.env,
  PATH: `${MODULES}/.bin${delimiter}${process.env['PATH'] ?? ''}`,
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
})

/**
 * Runs a command from the top of the project to its end, its output on our terminal.
 * @param {string} file @param {string[]} args @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code (128 and more after a signal)
 */
export function exitCodeOf(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', cwd: PROJECT, env: projectEnv(), ...options })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)))
  })
}

/**
 * Runs a command, and both shows what it prints and answers it.
 * @param {string} file @param {string[]} args
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export function shownOutputOf(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: PROJECT, env: projectEnv() })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }))
  })
}

/**
 * Runs a command quietly. What it printed is shown only when it fails.
 * @param {string} what for people, as `building the client`
 * @param {string} file @param {string[]} args @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it printed
 */
export function outputOf(what, file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: PROJECT, env: projectEnv(), ...options })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', () => reject(new Problem(`${what}: the command ${file} is not there`)))
    child.on('exit', (code) => {
      if (code === 0) return resolve(output)
      console.error(output.trimEnd())
      reject(new Problem(`${what} failed (see above)`))
    })
  })
}

/** @param {string} what @param {string} name a command of a dependency @param {string[]} args */
export const outputOfOurs = (what, name, args) => outputOf(what, command(name), args)
