import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildTown } from './build.mjs'
import { migrationNames } from './migrate.mjs'
import { command, PROJECT } from './paths.mjs'
import { exitCodeOf, outputOfOurs } from './run.mjs'
import { Problem, say, step } from './say.mjs'
import { newPepper, newPushKey, newSigningKey } from './town-secrets.mjs'

/** Without the first two a deployed Worker answers 503 `not_configured` to everything, and without the others it rings nobody. */
const SECRETS = {
  SIGNING_KEY: 'npm run --silent deploy -- --new-signing-key | npx wrangler secret put SIGNING_KEY',
  PASSWORD_PEPPER: 'npm run --silent deploy -- --new-pepper | npx wrangler secret put PASSWORD_PEPPER',
  PUSH_KEY: 'npm run --silent deploy -- --new-push-key | npx wrangler secret put PUSH_KEY',
  PUSH_SUBJECT: 'echo mailto:… | npx wrangler secret put PUSH_SUBJECT',
}
const NO_DATABASE_YET = '00000000-0000-0000-0000-000000000000'

export const printSigningKey = () => say(newSigningKey())
export const printPepper = () => say(newPepper())
export const printPushKey = () => say(newPushKey())

/** What a deployment would do, without an account. */
export async function dryRun() {
  await buildTown()
  say('\nbuilt: .build/web (client), .build/worker (Worker)')
  say(`migrations that D1 must have: ${migrationNames().join(', ') || 'none'}`)
  say('secrets that must be set:')
  for (const [name, way] of Object.entries(SECRETS)) say(`  ${name.padEnd(16)}${way}`)
  say('queue that must be there, made once: `npx wrangler queues create yagura-rings`')
  if (!hasDatabase()) say('still to do: `npx wrangler d1 create yagura`, its id into wrangler.toml')
}

/** The order matters: the new Worker must find its tables and its keys. */
export async function deploy() {
  if (!hasDatabase())
    throw new Problem('wrangler.toml has no database yet: `npx wrangler d1 create yagura` gives the id')
  await buildTown()
  await step('checking the secrets', requireSecrets)
  await wrangler('applying the D1 migrations', ['d1', 'migrations', 'apply', 'DB', '--remote'])
  await wrangler('deploying', ['deploy'])
}

const hasDatabase = () => !readFileSync(join(PROJECT, 'wrangler.toml'), 'utf8').includes(NO_DATABASE_YET)

async function requireSecrets() {
  const output = await outputOfOurs('listing the secrets', 'wrangler', ['secret', 'list', '--format', 'json'])
  const missing = Object.entries(SECRETS).filter(([name]) => !output.includes(`"${name}"`))
  if (missing.length > 0)
    throw new Problem(`secrets are missing; set them with:\n  ${missing.map(([, way]) => way).join('\n  ')}`)
}

/** @param {string} what @param {string[]} args */
const wrangler = (what, args) =>
  step(what, async () => {
    if ((await exitCodeOf(command('wrangler'), args)) !== 0) throw new Problem(`${what} failed (see above)`)
  })
