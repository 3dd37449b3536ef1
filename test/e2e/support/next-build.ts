import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WEB_BUILD } from '../../../.tasks/paths.mjs'

/**
 * The built client once more with another main script, as the next version will be.
 * @returns the name of that script
 */
export function makeNextBuild(folder: string): string {
  rmSync(folder, { recursive: true, force: true })
  cpSync(WEB_BUILD, folder, { recursive: true })
  const assets = readdirSync(join(folder, 'assets'))
  const script = assets.find((name) => /^index-.+\.js$/.test(name))
  if (script === undefined) throw new Error('the built client has no main script')
  const next = 'index-next.js'
  const texts = [...assets.map((name) => join('assets', name)), 'index.html', 'service-worker.js']
  for (const file of texts) {
    const path = join(folder, file)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(script, next))
  }
  renameSync(join(folder, 'assets', script), join(folder, 'assets', next))
  return next
}
