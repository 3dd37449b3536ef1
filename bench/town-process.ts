import { buildCounted, buildPlanter, buildTown } from '../.tasks/build.mjs'
import { endOnSignal, startTown } from '../.tasks/host.mjs'
import { WORKER_BUILD } from '../.tasks/paths.mjs'

/**
 * The town under load, in a process of its own so that its host's work is not the load's: as `npm start` hosts it, with the reference L and the
 * mint beside it. Only the message rate is raised. Tells its address over IPC.
 */
const [stateDir = '', ...wishes] = process.argv.slice(2)
await buildTown()
const workerDir = wishes.includes('--counted') ? await buildCounted() : WORKER_BUILD
const extraWorkers = [await buildPlanter('mint'), await buildPlanter('reference')]
const env = { MAX_MESSAGES_PER_WINDOW: '1000000' }
const town = await startTown({ stateDir, workerDir, extraWorkers, env })
endOnSignal(() => town)
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.send?.({ url: town.url })
