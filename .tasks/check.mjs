import { main } from './say.mjs'
import { prepare } from './toolchain.mjs'

/** `npm run check`: format, lint, types and the core tests, in under a minute and without a browser. */
await main(async () => {
  await prepare()
  const { quickChecks, runChecks } = await import('./checks.mjs')
  await runChecks(quickChecks)
})
