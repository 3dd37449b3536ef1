import { buildPlanter, buildTown } from '../.tasks/build.mjs'
import { endOnSignal, startTown } from '../.tasks/host.mjs'

/**
 * The town under load, in a process of its own so that its host's work is not the load's: as `npm start` hosts it, with the reference L and the
 * mint beside it. Only the message rate is raised. Tells its address over IPC.
 */
const [stateDir = '', maxMessagesPerWindow = '1000000'] = process.argv.slice(2)
await buildTown()
const extraWorkers = [await buildPlanter('mint'), await buildPlanter('reference')]
const town = await startTown({ stateDir, extraWorkers, env: { MAX_MESSAGES_PER_WINDOW: maxMessagesPerWindow } })
endOnSignal(() => town)
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.send?.({ url: town.url })
