import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildTown } from './build.mjs'
import { startTown } from './host.mjs'
import { PROJECT } from './paths.mjs'
import { main, Problem, say } from './say.mjs'

/**
 * node .tasks/openapi.mjs           writes docs/openapi.json from what the built Worker says of itself
 * node .tasks/openapi.mjs --check   fails where the two differ
 */
export const OPENAPI_FILE = join(PROJECT, 'docs', 'openapi.json')

/** @returns {Promise<string>} the document, as it is kept */
async function documentOfWorker() {
  await buildTown()
  const stateDir = mkdtempSync(join(tmpdir(), 'yagura-openapi-'))
  const town = await startTown({ stateDir })
  try {
    const response = await fetch(`${town.url}/api/openapi.json`)
    if (!response.ok) throw new Problem(`GET /api/openapi.json answered ${response.status}`)
    return `${JSON.stringify(await response.json(), null, 2)}\n`
  } finally {
    await town.dispose()
    rmSync(stateDir, { recursive: true, force: true })
  }
}

/** @throws {Problem} where docs/openapi.json is not what the Worker says */
export async function compareOpenApi() {
  if (readFileSync(OPENAPI_FILE, 'utf8') !== (await documentOfWorker())) {
    throw new Problem('docs/openapi.json is not what the Worker serves: run `npm run openapi` and commit it')
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  await main(async () => {
    if (process.argv.includes('--check')) return compareOpenApi()
    writeFileSync(OPENAPI_FILE, await documentOfWorker())
    say('docs/openapi.json is written')
  })
}
