import { main, Problem, say } from './say.mjs'
import { ensureChromium, prepare } from './toolchain.mjs'

/** `npm test`: everything, from a fresh clone on a bare Node 20. Its last line is `N passed, N failed`. */
await main(async () => {
  try {
    await prepare()
    process.env['CHROMIUM_PATH'] = await ensureChromium()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    process.exitCode = 1
    console.error(`✗ ${error.message}`)
    return say('0 passed, 1 failed')
  }
  const { allChecks, runChecks } = await import('./checks.mjs')
  await runChecks(allChecks)
})
