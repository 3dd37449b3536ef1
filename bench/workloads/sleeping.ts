import { setTimeout as pause } from 'node:timers/promises'
import { openMember, openReference, ProductCrowd, referenceUrl, socketUrl } from '../crowd.ts'
import { talk } from '../phase.ts'
import { cpuMsOf, memoryKibOf } from '../process-figures.ts'
import type { RawSocket } from '../raw-socket.ts'
import { counted, difference, side } from '../result.ts'
import { Town } from '../town.ts'
import type { Workload } from '../workload.ts'

/** workerd puts an object to sleep after ten seconds without an event. */
const asleepAfterMs = 12_000

/** A message into a room that sleeps, with 580 sockets on it. */
export const waking: Workload = {
  name: 'waking',
  async run({ town }) {
    const crowd = await ProductCrowd.gather(town, await town.mint({ members: 580 }))
    const one = () => talk(crowd, { pid: town.pid, forMs: 0, writers: 1 })
    const [asleep, awake]: [number[], number[]] = [[], []]
    await one()
    for (let i = 0; i < 9; i += 1) {
      await pause(asleepAfterMs)
      asleep.push((await one()).lastP50Ms)
      await pause(500)
      awake.push((await one()).lastP50Ms)
    }
    crowd.close()
    return [
      {
        workload: 'waking from hibernation',
        what: '580 sockets, asleep against awake',
        figures: [difference('last member later', 'ms', awake, asleep, { atMost: 10 })],
        sides: [{ ...side('last member', 'ms', awake, asleep), name: 'last member: awake, asleep' }],
      },
    ]
  },
}

/** Many rooms in one process, most of them quiet. */
export const manyRooms: Workload = {
  name: 'many rooms',
  async run() {
    const [rooms, perRoom] = [400, 20]
    const reference = await memoryOf(
      async (town) => {
        const open = (room: number) => openReference(referenceUrl(town.url, `many-${room}`, 0))
        return (room) => open(room)
      },
      { rooms, perRoom },
    )
    const ours = await memoryOf(
      async (town) => {
        const minted = await town.mint({ members: 580, rooms, perRoom })
        return (room, i) =>
          openMember(
            socketUrl(town.url, minted.roomIds[room] ?? ''),
            minted.tokens[(room * perRoom + i) % minted.tokens.length] ?? '',
          )
      },
      { rooms, perRoom },
    )
    const perSocket = ours.kib / reference.kib
    return [
      {
        workload: 'many rooms in one process',
        what: `${rooms} rooms × ${perRoom} members`,
        figures: [
          counted('memory per socket', '× L', perSocket, { atMost: 1.15 }),
          counted('CPU of all rooms asleep', '% of a core', ours.asleepShare * 100, { atMost: 1 }),
        ],
        sides: [
          { name: 'memory per socket', unit: 'KiB', reference: reference.kib, ours: ours.kib },
          {
            name: 'CPU asleep',
            unit: '% of a core',
            reference: reference.asleepShare * 100,
            ours: ours.asleepShare * 100,
          },
        ],
      },
    ]
  },
}

type Opener = (room: number, i: number) => Promise<RawSocket>

/** Memory that sockets take in a town of their own, and the CPU it uses when all its rooms sleep. */
async function memoryOf(
  prepare: (town: Town) => Promise<Opener>,
  { rooms, perRoom }: { rooms: number; perRoom: number },
) {
  const town = await Town.start()
  const sockets: RawSocket[] = []
  try {
    const open = await prepare(town)
    const before = memoryKibOf(town.pid)
    for (let room = 0; room < rooms; room += 1) {
      sockets.push(...(await Promise.all(Array.from({ length: perRoom }, (_, i) => open(room, i)))))
    }
    await pause(asleepAfterMs)
    const kib = (memoryKibOf(town.pid) - before) / sockets.length
    const cpuBefore = cpuMsOf(town.pid)
    const watchedMs = 5_000
    await pause(watchedMs)
    return { kib, asleepShare: (cpuMsOf(town.pid) - cpuBefore) / watchedMs }
  } finally {
    for (const socket of sockets) socket.drop()
    await town.end()
  }
}
