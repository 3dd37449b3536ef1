import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_DIR } from './paths.mjs'

/** Something a person can mend. Its message is one clear line and is all that they see. */
export class Problem extends Error {}

/** @param {string} line */
export const say = (line = '') => console.log(line)

/** @param {number} startedAt @returns {string} as `3.2 s` */
export const secondsSince = (startedAt) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`

/**
 * Runs one step and shows its name, that it is still at work, and its time.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const startedAt = Date.now()
  say(`· ${name} …`)
  const stillAtWork = setInterval(() => say(`  … ${secondsSince(startedAt)}`), 10_000)
  try {
    const result = await work()
    say(`  ${name}: ${secondsSince(startedAt)}`)
    return result
  } finally {
    clearInterval(stillAtWork)
  }
}

/**
 * The frame of every script: a Problem is one line, anything else is a bug whose details go to a file, never to people.
 * @param {() => Promise<void>} script
 */
export async function main(script) {
  try {
    await script()
  } catch (error) {
    process.exitCode = 1
    if (error instanceof Problem || isAboutOptions(error)) return console.error(`✗ ${firstLine(error)}`)
    console.error(`✗ ${firstLine(error)} (details: ${keepDetails(error)})`)
  }
}

/** What node:util's parseArgs says of an option that is not there is clear enough. @param {unknown} error */
const isAboutOptions = (error) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

/** @param {unknown} error */
export const firstLine = (error) => (error instanceof Error ? error.message : String(error)).split('\n')[0]

/** @param {unknown} error @returns {string} the file that now holds the details */
function keepDetails(error) {
  const file = join(BUILD_DIR, 'errors.log')
  mkdirSync(BUILD_DIR, { recursive: true })
  const details = error instanceof Error ? error.stack : String(error)
  appendFileSync(file, `${new Date().toISOString()} ${process.argv.slice(1).join(' ')}\n${details}\n\n`)
  return file
}
