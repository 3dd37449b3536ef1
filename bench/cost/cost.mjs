import { main } from '../../.tasks/say.mjs'
import { prepare } from '../../.tasks/toolchain.mjs'

/** npm run cost: what the town costs a month, from the price table and the bench's figures, into docs/cost.md. */
await main(async () => {
  await prepare()
  const { writeCost } = await import('./cost-report.ts')
  writeCost()
})
