import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WORKER_BUILD } from '../../../.tasks/paths.mjs'
import type { Id } from '../../../protocol/ids.ts'
import { protocolVersion } from '../../../protocol/version.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'
import { paths } from '../../../web/transport/paths.ts'
import { welcome } from '../../../web/transport/shape.ts'
import { checkTranscript, expectedFrom, shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import { makeStateDir, removeStateDir } from '../killable-town.ts'
import { OpenTown } from '../open-town.ts'
import type { Phone } from '../phone.ts'
import { RawSocket } from '../raw-socket.ts'
import { Faults, type Finding, type Rack } from '../scenario.ts'

/** What a later Worker would differ in, put into a copy of the built one. */
const tolerant: [string, string][] = [
  [`var protocolVersion = ${protocolVersion};`, `var protocolVersion = ${protocolVersion + 1};`],
  ['{"t":"update"', '{"t":"update","later":{"of":[1,2]}'],
  ['    version: protocolVersion,\n', '    version: protocolVersion, later: "field",\n'],
]
const demanding: [string, string][] = [
  ...tolerant,
  ['var oldestProtocolVersion = 1;', `var oldestProtocolVersion = ${protocolVersion + 1};`],
]

/** Version skew: today's phones at a later Worker, with and without support for today's version, and other phones at today's Worker. */
export async function versionSkew(rack: Rack): Promise<Finding[]> {
  const later = new Faults()
  const refusing = new Faults()
  const strangers = new Faults()
  await later.during('a later Worker', () =>
    withLaterWorker(rack, tolerant, (phones, roomId) => talk(phones, roomId, later)),
  )
  await refusing.during('a Worker that dropped this version', () =>
    withLaterWorker(rack, demanding, (phones, roomId) => reload(phones, roomId, refusing)),
  )
  await strangers.during("other phones at today's Worker", () => otherVersions(rack, strangers))
  return [
    {
      id: 'R-16 newer Worker',
      title: `today's phones, version ${protocolVersion}, at a Worker of version ${protocolVersion + 1}`,
      figures: [
        {
          what: 'that supports them and sends fields they do not know',
          value: 'they talk, over sockets and HTTP, and their transcripts are right',
        },
        {
          what: 'that does not support them any more',
          value: 'they stop with “reload”, over sockets (4010) and HTTP (reload_required)',
        },
      ],
      faults: shortened([...later.list, ...refusing.list]),
    },
    {
      id: 'R-16 other phones',
      title: `phones of versions 0 and ${protocolVersion + 1} at today's Worker`,
      figures: [
        { what: 'an unknown version', value: '4010 in room and lobby, reload_required over HTTP' },
        {
          what: 'a frame of an unknown type, and a known one with an unknown field',
          value: 'refused as malformed; the sixth closes that socket with 4400; the others talk on',
        },
      ],
      faults: shortened(strangers.list),
    },
  ]
}

async function withLaterWorker(
  rack: Rack,
  changes: [string, string][],
  use: (phones: Phone[], roomId: Id) => Promise<void>,
): Promise<void> {
  const stateDir = makeStateDir()
  const workerDir = join(stateDir, 'later-worker')
  cpSync(WORKER_BUILD, workerDir, { recursive: true })
  const file = join(workerDir, 'entry.js')
  let code = readFileSync(file, 'utf8')
  for (const [today, later] of changes) {
    if (!code.includes(today)) throw new Error(`the built Worker has no ${today.trim()}`)
    code = code.replaceAll(today, later)
  }
  writeFileSync(file, code)
  const town = await OpenTown.start(stateDir, { workerDir })
  try {
    const minted = await town.mint({ people: 4, devicesEach: 1, rooms: [[0, 1, 2, 3]] })
    const phones = await phonesOf(minted, town.port, rack.random.fork(), (place) => ({
      isWithoutSockets: place % 2 === 1,
    }))
    try {
      await use(phones, minted.roomIds[0] as Id)
    } finally {
      await putAway(phones)
    }
  } finally {
    await town.end()
    removeStateDir(stateDir)
  }
}

async function talk(phones: readonly Phone[], roomId: Id, faults: Faults): Promise<void> {
  const later = new Set<string>()
  for (const phone of phones) {
    phone.room(roomId).witness = (message) => {
      if ('later' in message) later.add(message.t)
    }
  }
  await enterAll(phones, roomId)
  for (const phone of phones) {
    phone.lobby.enter()
    for (let n = 0; n < 3; n += 1) phone.room(roomId).post(`${phone.person.name}、${n}`)
  }
  const all = phones.length * 3
  for (const phone of phones) {
    const room = phone.room(roomId)
    const isDone = () =>
      room.written.every(({ answeredAt }) => answeredAt !== null) && room.held.timeline.head === 1 + all
    await room.until.holds(`${phone.person.name} has all`, isDone, 30_000)
    room.markRead(room.held.timeline.head)
    await room.until.holds(`${phone.person.name}'s pointer is known`, () => room.pointer.known === 1 + all, 30_000)
    const isRead = () =>
      phone.lobby.held.rooms.get(roomId)?.unread === 0 && phone.lobby.held.rooms.get(roomId)?.head === 1 + all
    await phone.lobby.until.holds(`${phone.person.name}'s room list is right`, isRead, 30_000)
  }
  faults.check(later.has('welcome') && later.has('update'), `frames with a later field: ${[...later].join(', ')}`)
  const expected = expectedFrom(
    phones.map((phone) => ({ by: phone.room(roomId).held.me, written: phone.room(roomId).written })),
  )
  faults.list.push(...expected.faults)
  for (const phone of phones)
    faults.list.push(...checkTranscript(phone.person.name, phone.room(roomId).held.timeline.entries, expected))
}

async function reload(phones: readonly Phone[], roomId: Id, faults: Faults): Promise<void> {
  for (const phone of phones) {
    const room = phone.room(roomId)
    room.enter()
    phone.lobby.enter()
    await room.until.holds('the room stops', () => room.connection?.state === 'stopped', 20_000)
    const { lobby } = phone
    await lobby.until.holds('the lobby stops', () => lobby.connection?.state === 'stopped', 20_000)
    for (const connection of [room.connection, lobby.connection])
      faults.check(
        connection?.state === 'stopped' && connection.reason === 'reload',
        `stopped: ${JSON.stringify(connection)}`,
      )
  }
}

async function otherVersions(rack: Rack, faults: Faults): Promise<void> {
  const town = await rack.town()
  const minted = await town.mint({ people: 3, devicesEach: 1, rooms: [[0, 1, 2]] })
  const roomId = minted.roomIds[0] as Id
  const phones = await phonesOf(minted, town.port, rack.random.fork())
  const [other, bystander, newer] = phones as [Phone, Phone, Phone]
  try {
    await enterAll([bystander], roomId)
    for (const version of [0, protocolVersion + 1, 999]) {
      const lobbyPath = paths.lobbySocket(minted.organizationId).replace(/v=\d+/, `v=${version}`)
      for (const socket of [await RawSocket.room(other, roomId, version), await RawSocket.open(other, lobbyPath)]) {
        const code = await socket.closeCode(`version ${version} is refused`)
        faults.check(
          code === 4010 && socket.frames.length === 0,
          `version ${version}: closed with ${code} after ${socket.frames.length} frames`,
        )
      }
      const hello = { version, seq: 0, rev: 0, roster: 0 }
      const poll = await other.api({ method: 'GET', path: paths.sync(roomId, hello), answer: welcome })
      faults.check(
        !poll.ok && poll.failure.code === 'reload_required',
        `version ${version} over HTTP: ${JSON.stringify(poll)}`,
      )
    }
    await laterFrames(newer, roomId, faults)
    const written = bystander.room(roomId).post('変わりなし')
    await bystander.room(roomId).until.holds('the other one talks on', () => written.answeredAt !== null, 10_000)
    faults.check(bystander.line.linkCount === 1, 'the other one lost the connection')
  } finally {
    await putAway(phones)
  }
}

/** Five frames of a later client are refused and nothing else happens; the sixth closes its socket. */
async function laterFrames(phone: Phone, roomId: Id, faults: Faults): Promise<void> {
  const socket = await RawSocket.room(phone, roomId)
  const later = [
    { t: 'poll', id: newClientId() },
    { t: 'post', id: newClientId(), text: 'x', place: [35.1, 138.6] },
  ]
  for (let n = 0; n < 5; n += 1) socket.send(later[n % 2] as object)
  await socket.until.holds(
    'five are refused',
    () => socket.frames.filter(({ message }) => message.t === 'refused').length === 5,
    10_000,
  )
  const id = newClientId()
  socket.send({ t: 'post', id, text: '古い言い方でも' })
  const answer = await socket.answer(id)
  faults.check('seq' in answer, `after five refusals a post got ${JSON.stringify(answer)}`)
  socket.send(later[0] as object)
  const code = await socket.closeCode('the sixth closes')
  faults.check(code === 4400, `the sixth closed with ${code}`)
}
