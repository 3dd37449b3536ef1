import { main } from './say.mjs'
import { prepare } from './toolchain.mjs'

/**
 * npm start [-- --port 8787] [--state DIR] [--members] [--empty [--first-admin "氏名" --organization "○○市"]]
 *
 * From a fresh clone on a bare Node 20: packages, build, database, demo town, and it serves. PORT and TOWN_MEMBERS=1
 * in the environment do as --port and --members.
 */
await main(async () => {
  await prepare()
  const { readWish, serve } = await import('./serve.mjs')
  await serve(readWish())
})
