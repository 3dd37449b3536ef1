import { checkTranscript, expectedFrom, shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { Faults, type Figure, type Finding, ms, percentile, type Rack } from '../scenario.ts'
import { within } from '../waiting.ts'

type Way = { name: string; isWithoutSockets: boolean; victims: number; cutsEach: number }

/** A network without sockets polls every 5 s, and sends again with the poll. */
const patienceMs = 40_000

/** the town gets the request and stores it, and the connection is cut before the answer is through. The resend gets the first answer. */
export async function answerCutOff(rack: Rack): Promise<Finding[]> {
  const ways: Way[] = rack.isShort
    ? [
        { name: 'sockets', isWithoutSockets: false, victims: 10, cutsEach: 3 },
        { name: 'HTTP', isWithoutSockets: true, victims: 20, cutsEach: 1 },
      ]
    : [
        { name: 'sockets', isWithoutSockets: false, victims: 30, cutsEach: 20 },
        { name: 'HTTP', isWithoutSockets: true, victims: 40, cutsEach: 10 },
      ]
  const faults = new Faults()
  const told = await Promise.all(ways.map((way) => cutOff(rack, way, faults)))
  const wanted = ways.reduce((sum, { victims, cutsEach }) => sum + victims * cutsEach, 0)
  const cuts = told.reduce((sum, { cuts: n }) => sum + n, 0)
  faults.check(cuts === wanted, `${cuts} cuts instead of ${wanted}`)
  const figures: Figure[] = [
    { what: 'connections cut between commit and answer', value: `${cuts}`, bar: `${wanted}` },
    ...told.flatMap(({ figures: own }) => own),
  ]
  return [{ id: 'R-04', title: 'cut between commit and answer', figures, faults: shortened(faults.list) }]
}

/** Each victim is alone in a room with a witness, so that what comes down after its post is its own answer and nothing else. */
async function cutOff(rack: Rack, way: Way, faults: Faults): Promise<{ cuts: number; figures: Figure[] }> {
  const town = await rack.town()
  const rooms = Array.from({ length: way.victims }, (_, i) => [2 * i, 2 * i + 1])
  const minted = await town.mint({ people: 2 * way.victims, devicesEach: 1, rooms })
  const phones = await phonesOf(minted, town.port, rack.random.fork(), (place) => ({
    isWithoutSockets: way.isWithoutSockets && place % 2 === 0,
  }))
  const times: number[] = []
  let cuts = 0
  try {
    await Promise.all(
      minted.roomIds.map(async (roomId, i) => {
        const [victim, witness] = [phones[2 * i], phones[2 * i + 1]] as [Phone, Phone]
        await enterAll([victim, witness], roomId)
        const seen = new Map<string, Stored>()
        witness.room(roomId).witness = (message) => {
          if (message.t !== 'update') return
          for (const entry of message.entries ?? []) {
            if (entry.kind === 'message') seen.set(entry.text ?? '', { seq: entry.seq, storedAt: entry.storedAt })
          }
        }
        for (let cut = 0; cut < way.cutsEach; cut += 1) {
          times.push(await cutOnce(victim, witness, `${way.name} ${i} の ${cut} 番目`, seen, faults))
          cuts += 1
        }
        const list = { by: victim.room(roomId).held.me, written: victim.room(roomId).written }
        const expected = expectedFrom([list])
        faults.list.push(...expected.faults)
        faults.list.push(...checkTranscript('the witness', witness.room(roomId).held.timeline.entries, expected))
      }),
    )
  } finally {
    await putAway(phones)
  }
  const value = `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.99))}`
  return { cuts, figures: [{ what: `from the cut to the first answer over ${way.name}, p50 / p99`, value }] }
}

/** As the witness saw it. */
type Stored = { seq: number; storedAt: number }

/** Answers how long the victim took to learn what it should have been told. */
async function cutOnce(
  victim: Phone,
  witness: Phone,
  text: string,
  seen: ReadonlyMap<string, Stored>,
  faults: Faults,
): Promise<number> {
  const [roomId] = [...victim.rooms.keys()] as [string]
  const room = victim.room(roomId)
  await room.until.holds('the victim is connected', () => room.isConnected && room.isCaughtUp, patienceMs)
  const cut = victim.line.cutAnswerTo(isPost)
  const written = room.post(text)
  await within(`the answer to ${text} comes down to be cut off`, cut, patienceMs)
  const [cutAt, cutAtOnClock] = [performance.now(), Date.now()]
  faults.check(written.answers.length === 0, `${text}: an answer came through`)
  await room.until.holds(`${text} is answered after all`, () => written.answeredAt !== null, patienceMs)
  await witness.room(roomId).until.holds(`the witness sees ${text}`, () => seen.has(text), patienceMs)
  const first = seen.get(text) as Stored
  const [answer] = written.answers
  // The town's clock is this machine's: what was stored by then was not stored by sending it again.
  faults.check(first.storedAt <= cutAtOnClock, `${text}: stored ${first.storedAt - cutAtOnClock} ms after the cut`)
  const seq = answer && 'seq' in answer ? answer.seq : undefined
  faults.check(seq === first.seq, `${text}: stored as ${first.seq}, answered as ${JSON.stringify(answer)}`)
  return (written.answeredAt ?? 0) - cutAt
}

const textFrames = [0x81, 0xc1] // RFC 6455 §5.2: FIN and text, plain or compressed

/** A frame or a request that carries a post. A ping is a frame of ten bytes. */
const isPost = (chunk: Buffer): boolean =>
  (textFrames.includes(chunk[0] ?? 0) && chunk.length > 60) || chunk.toString('latin1', 0, 16) === 'POST /api/rooms/'
