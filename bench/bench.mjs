import { main } from '../.tasks/say.mjs'
import { prepare } from '../.tasks/toolchain.mjs'

/**
 * npm run bench [-- --quick] [--gate] [--only "read storm"] [--pairs 15] [--keep]
 *
 * The room's speed and cost at the limit, on the built Worker hosted as `npm start` hosts it, beside the reference L: a bare Durable Object
 * (bench/reference/) in the same runtime. All limits are the product's but one: the message rate of a member is raised.
 * A whole run, or one with --keep, goes into docs/performance.md, its plots and its figures, beside the one before. With --gate it fails where a goal is missed by more than a quarter.
 */
await main(async () => {
  await prepare()
  const { bench } = await import('./report.ts')
  await bench(process.argv.slice(2))
})
