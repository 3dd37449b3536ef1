import type { Id } from '../../../protocol/ids.ts'
import { protocolVersion } from '../../../protocol/version.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'
import { paths } from '../../../web/transport/paths.ts'
import { anything, welcome } from '../../../web/transport/shape.ts'
import type { MintedTown } from '../../minted.ts'
import { shortened } from '../checker.ts'
import { putAway } from '../crowd.ts'
import type { OpenTown } from '../open-town.ts'
import { Phone } from '../phone.ts'
import { RawSocket } from '../raw-socket.ts'
import { Faults, type Finding, ms, type Rack } from '../scenario.ts'
import { pause } from '../waiting.ts'

const silentWithinMs = 1_000
/** 167 frames in ten seconds, of the 200 that a socket has. */
const talkEveryMs = 60
/** How long the room goes on talking, to see that nothing of it comes through. */
const listenMs = 3_000
/** The first entry is the members' joining. */
const firstMessage = 2

type How = 'removed' | 'device ended' | 'account disabled'
type Out = { socket: RawSocket; phone: Phone; name: string; isRoom: boolean; code: number }

/**
 * S-04: five sockets on three devices of one member (rooms and lobby, one on a slow link, one in the middle of opening) while the room talks without a pause. Then
 * the member is removed, or a device ends, or the account is disabled: nothing comes through a second later, and polls are refused.
 */
export async function shownOut(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const hows: How[] = ['removed', 'device ended', 'account disabled']
  const faults = new Faults()
  const figures = await Promise.all(
    hows.map(async (how) => {
      const minted = await town.mint({ people: 2, devicesEach: 4, rooms: [[0, 1]] })
      const lastMs = await oneOut(rack, town, minted, how, faults)
      return { what: `${how}: last frame of the room after it`, value: ms(lastMs), bar: `≤ ${silentWithinMs / 1000} s` }
    }),
  )
  return [{ id: 'S-04', title: 'removed, ended, disabled', figures, faults: shortened(faults.list) }]
}

async function oneOut(rack: Rack, town: OpenTown, minted: MintedTown, how: How, faults: Faults): Promise<number> {
  const [member, talker] = minted.people
  const roomId = minted.roomIds[0] as Id
  if (!member || !talker) throw new Error('nobody was minted')
  const make = (person: typeof member, device: number, delayMs = 0) =>
    Phone.make({
      person,
      device,
      organizationId: minted.organizationId,
      townPort: town.port,
      random: rack.random.fork(),
      ...(delayMs > 0 ? { weather: () => ({ delayMs }) } : {}),
    })
  const phones = [
    await make(member, 0),
    await make(member, 1, 100),
    await make(member, 2),
    await make(member, 3),
    await make(talker, 0),
  ]
  const [first, slow, third, fourth, other] = phones as [Phone, Phone, Phone, Phone, Phone]
  const speaker = await RawSocket.room(other, roomId)
  let isOver = false
  let talking: Promise<void> = Promise.resolve()
  try {
    const outs: Out[] = [
      {
        socket: await RawSocket.room(first, roomId),
        phone: first,
        name: 'the first device in the room',
        isRoom: true,
        code: 4403,
      },
      {
        socket: await RawSocket.open(first, paths.lobbySocket(minted.organizationId)),
        phone: first,
        name: 'the first device in the lobby',
        isRoom: false,
        code: 4401,
      },
      {
        socket: await RawSocket.room(slow, roomId),
        phone: slow,
        name: 'the slow device in the room',
        isRoom: true,
        code: 4403,
      },
      {
        socket: await RawSocket.room(third, roomId),
        phone: third,
        name: 'the third device in the room',
        isRoom: true,
        code: 4403,
      },
    ]
    talking = talkOn(speaker, () => isOver)
    // Its upgrade is on the way while the door closes.
    const opening = RawSocket.room(slow, roomId)
    await shut(town, minted, how, fourth, slow)
    const at = performance.now()
    outs.push({ socket: await opening, phone: slow, name: 'the device that was opening', isRoom: true, code: 4403 })
    await pause(listenMs)
    const concerned = outs.filter(({ phone, isRoom }) =>
      how === 'removed' ? isRoom : how === 'device ended' ? phone === slow : true,
    )
    const lasts = concerned.map((out) => checkOut(out, how, at, faults))
    if (how === 'device ended') {
      const spared = outs.filter(({ phone }) => phone !== slow)
      for (const { socket, name, isRoom } of spared) {
        const isLive = socket.closed === null && (!isRoom || (socket.frames.at(-1)?.at ?? 0) > at + silentWithinMs)
        faults.check(isLive, `${how}: ${name} fell silent too`)
      }
    }
    await checkPolls(slow, roomId, how, faults)
    faults.check(speaker.closed === null, `${how}: the one who stays was closed`)
    return Math.max(0, ...lasts)
  } finally {
    isOver = true
    await talking
    await putAway(phones)
  }
}

/** As the directory, the device list and the administration do it. */
async function shut(town: OpenTown, minted: MintedTown, how: How, by: Phone, ended: Phone): Promise<void> {
  const [member, talker] = minted.people
  if (!member || !talker) return
  const { organizationId } = minted
  const { accountId, name } = member
  if (how === 'removed')
    await town.applyMembers({ roomId: minted.roomIds[0] as Id, organizationId, revision: 2, members: [talker] })
  else if (how === 'account disabled')
    await town.applyAccount({ accountId, organizationId, name, revision: 2, disabled: true })
  else await by.api({ method: 'DELETE', path: paths.device(ended.device.deviceId), answer: anything })
}

/** Without end, and below the limit of one member. */
async function talkOn(speaker: RawSocket, isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n += 1) {
    if (n % 20 === 0) speaker.send({ t: 'post', id: newClientId(), text: `${n} 番目の連絡` })
    speaker.send({ t: 'react', id: newClientId(), target: firstMessage, code: n % 2 === 0 ? 'roger' : 'checked' })
    await pause(talkEveryMs)
  }
}

/** When the last frame came, after the door closed. */
function checkOut({ socket, name, code, isRoom }: Out, how: How, at: number, faults: Faults): number {
  const expected = how === 'removed' ? code : 4401
  const refusals = [expected, 1006] // a socket that was not open yet is refused as a request
  faults.check(socket.closed !== null, `${how}: ${name} is still open`)
  faults.check(
    socket.closed === null || refusals.includes(socket.closed.code),
    `${how}: ${name} closed with ${socket.closed?.code}`,
  )
  const closedMs = (socket.closed?.at ?? Infinity) - at
  faults.check(closedMs <= silentWithinMs, `${how}: ${name} closed after ${ms(closedMs)}`)
  const lastMs = isRoom ? (socket.frames.at(-1)?.at ?? 0) - at : 0
  faults.check(lastMs <= silentWithinMs, `${how}: ${name} heard something ${ms(lastMs)} later`)
  return lastMs
}

async function checkPolls(phone: Phone, roomId: Id, how: How, faults: Faults): Promise<void> {
  const hello = { version: protocolVersion, seq: 0, rev: 0, roster: 0 }
  const poll = await phone.api({ method: 'GET', path: paths.sync(roomId, hello), answer: welcome })
  const expected = how === 'removed' ? 'not_found' : 'signed_out'
  faults.check(
    !poll.ok && poll.failure.code === expected,
    `${how}: a poll got ${poll.ok ? 'the room' : poll.failure.code}`,
  )
  const renewed = await phone.renew()
  faults.check(
    how === 'removed' ? renewed === 'ready' : renewed === 'signed-out',
    `${how}: renewing the session: ${renewed}`,
  )
}
