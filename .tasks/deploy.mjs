import { main } from './say.mjs'
import { prepare } from './toolchain.mjs'

/**
 * npm run deploy                            migrations, secrets check, wrangler deploy
 * npm run deploy -- --dry-run               builds and lists, without an account
 * npm run --silent deploy -- --new-signing-key | npx wrangler secret put SIGNING_KEY
 * npm run --silent deploy -- --new-pepper | npx wrangler secret put PASSWORD_PEPPER
 * npm run --silent deploy -- --new-push-key | npx wrangler secret put PUSH_KEY
 */
await main(async () => {
  await prepare()
  const { deploy, dryRun, printPepper, printPushKey, printSigningKey } = await import('./deployment.mjs')
  if (process.argv.includes('--new-signing-key')) return printSigningKey()
  if (process.argv.includes('--new-pepper')) return printPepper()
  if (process.argv.includes('--new-push-key')) return printPushKey()
  await (process.argv.includes('--dry-run') ? dryRun() : deploy())
})
