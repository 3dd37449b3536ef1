import { existsSync, watch as watchFiles } from 'node:fs'
import { join } from 'node:path'
import { buildTown } from './build.mjs'
import { startTown } from './host.mjs'
import { PROJECT } from './paths.mjs'
import { firstLine, say } from './say.mjs'
import { serve } from './serve.mjs'

const WATCHED = ['web', 'worker', 'durable', 'core', 'protocol', 'migrations', 'wrangler.toml', 'vite.config.ts']
const QUIET_MS = 150 // an editor saves in several steps

/**
 * Serves, and at every change builds what it touches and starts the town again. A build that fails is told; the town
 * before it goes on.
 * @param {import('./serve.mjs').Wish} wish
 */
export async function watch(wish) {
  const running = await serve(wish)
  let work = Promise.resolve()
  /** @type {NodeJS.Timeout | undefined} */
  let quiet
  const onChange = () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      work = work.then(() => rebuild(wish, running))
    }, QUIET_MS)
  }
  for (const path of WATCHED.map((name) => join(PROJECT, name)).filter(existsSync)) {
    watchFiles(path, { recursive: true }, onChange)
  }
  say('watching: a change is built and served at once')
}

/** @param {import('./serve.mjs').Wish} wish @param {import('./serve.mjs').Running} running */
async function rebuild(wish, running) {
  try {
    if (!(await buildTown())) return
    await running.town.dispose()
    running.town = await startTown(wish)
    say(`served again at ${running.town.url}`)
  } catch (error) {
    console.error(`✗ ${firstLine(error)}`)
  }
}
