import { parseArgs } from 'node:util'
import { main } from '../../.tasks/say.mjs'
import { prepare } from '../../.tasks/toolchain.mjs'

/**
 * npm run torture [-- --short] [--seed N] [--only R-04]
 *
 * The rack: the built Worker over loopback, through a TCP proxy that delays, cuts, half-opens, truncates and throttles, while phones with the client's own
 * core talk and the town is killed. The long pass writes docs/reliability.md. The last line is `N passed, N failed`, one for each entry of the catalogue.
 */
await main(async () => {
  await prepare()
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  const { torture } = await import('./rack.ts')
  const failed = await torture({
    isShort: values.short,
    only: values.only,
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  })
  if (failed > 0) process.exitCode = 1
  // Sockets that nobody answers any more, and links that were made half-open, would keep the process.
  process.exit()
})
