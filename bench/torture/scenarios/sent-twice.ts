import type { Post } from '../../../protocol/client-message.ts'
import type { Id } from '../../../protocol/ids.ts'
import type { Answer } from '../../../protocol/server-message.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'
import { performByHttp } from '../../../web/transport/room-http.ts'
import { putAway } from '../crowd.ts'
import { KillableTown, makeStateDir, removeStateDir } from '../killable-town.ts'
import { mintInto } from '../open-town.ts'
import { Phone } from '../phone.ts'
import { RawSocket } from '../raw-socket.ts'
import { Faults, type Finding, type Rack } from '../scenario.ts'

const times = 10

/** the same message sent again and again, over both transports, from both devices, before and after the town is killed. */
export async function sentTwice(rack: Rack): Promise<Finding[]> {
  const stateDir = makeStateDir()
  const faults = new Faults()
  let town: KillableTown | null = null
  const phones: Phone[] = []
  try {
    const minted = await mintInto(stateDir, { people: 2, devicesEach: 2, rooms: [[0, 1]] })
    const { organizationId, people, roomIds } = minted
    town = await KillableTown.start(stateDir)
    const townPort = town.port
    for (const [person, device] of [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const) {
      const owner = people[person]
      if (!owner) throw new Error('nobody was minted')
      phones.push(await Phone.make({ person: owner, device, organizationId, townPort, random: rack.random.fork() }))
    }
    const [first, second, other] = phones as [Phone, Phone, Phone]
    const roomId = roomIds[0] as Id
    const post: Post = { t: 'post', id: newClientId(), text: '第三分団、詰所に集合', sentAt: Date.now() }
    const seqs = await sendMany(first, roomId, post)
    await town.kill()
    await town.start()
    seqs.push(...(await sendMany(first, roomId, post)), ...(await sendMany(second, roomId, post)))
    faults.check(new Set(seqs).size === 1, `told the numbers ${[...new Set(seqs)].join(', ')}`)
    const [changed] = await overHttp(first, roomId, { ...post, text: '第三分団、公民館に集合' }, 1)
    faults.check(changed === 'client_id_reused', `other content under the same id: ${changed}`)
    const others = await sendMany(other, roomId, post)
    faults.check(new Set(others).size === 1 && others[0] !== seqs[0], `another account's same id: ${others.join(', ')}`)
    const reader = other.room(roomId)
    reader.enter()
    await reader.until.holds('the log is there', () => reader.isCaughtUp, 20_000)
    const rows = [...reader.held.timeline.entries.values()].filter((entry) => entry.kind === 'message')
    faults.check(rows.length === 2, `${rows.length} entries instead of 2`)
    const sent = seqs.length + others.length
    const figures = [
      {
        what: 'sendings, over sockets and HTTP, from 2 devices, around a kill, and by another account',
        value: `${sent}, of which ${rows.length} rows came`,
        bar: '2 rows',
      },
    ]
    return [{ id: 'R-03', title: 'sent twice is sent once', figures, faults: faults.list }]
  } finally {
    await putAway(phones)
    await town?.end()
    removeStateDir(stateDir)
  }
}

/** Half over a socket, at once and without waiting, and half over HTTP beside it. */
async function sendMany(phone: Phone, roomId: Id, post: Post): Promise<(number | string)[]> {
  const socket = await RawSocket.room(phone, roomId)
  for (let n = 0; n < times; n += 1) socket.send(post)
  const byHttp = await overHttp(phone, roomId, post, times)
  const answers = () =>
    socket.frames
      .flatMap(({ message }) => (message.t === 'update' ? (message.answers ?? []) : []))
      .filter(({ id }) => id === post.id)
  await socket.until.holds(`${times} answers`, () => answers().length >= times, 20_000)
  socket.close()
  return [...answers().map(told), ...byHttp]
}

const overHttp = (phone: Phone, roomId: Id, post: Post, count: number): Promise<(number | string)[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const message = await performByHttp(phone.api, roomId, post)
      const answer = message?.t === 'update' ? message.answers?.[0] : undefined
      return answer ? told(answer) : 'no answer'
    }),
  )

const told = (answer: Answer): number | string => ('refusal' in answer ? answer.refusal : (answer.seq ?? 'no number'))
