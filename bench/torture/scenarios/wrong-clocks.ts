import type { Id, Seq } from '../../../protocol/ids.ts'
import { timeOfDay } from '../../../web/store/dates.ts'
import { checkTranscript, expectedFrom, shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { Faults, type Finding, ms, type Rack } from '../scenario.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const offsets = [-dayMs, -hourMs, 0, hourMs, 30 * dayMs, 365 * dayMs, 3_652 * dayMs]
const zones = ['UTC', 'Asia/Tokyo']
const rounds = 3
/** A phone in whose hand the clock is set comes back as quickly as another. */
const backWithinMs = 5_000

/** phones a day behind up to ten years ahead. What they say is taken, in the order of its arrival, and shown with the town's time. */
export async function wrongClocks(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const everyone = offsets.flatMap((offset) => [offset, offset])
  const minted = await town.mint({ people: everyone.length, devicesEach: 1, rooms: [everyone.map((_, i) => i)] })
  const roomId = minted.roomIds[0] as Id
  const set = everyone.map(() => ({ byMs: 0 }))
  const phones = await phonesOf(minted, town.port, rack.random, (place) => ({
    now: () => Date.now() + (everyone[place] ?? 0) + (set[place]?.byMs ?? 0),
    isWithoutSockets: place % 2 === 1,
  }))
  const faults = new Faults()
  try {
    await enterAll(phones, roomId)
    const order = await talkInTurn(phones, roomId, faults)
    const hasAll = (phone: Phone) => phone.room(roomId).held.timeline.head >= 1 + order.length
    await Promise.all(
      phones.map((phone) =>
        phone.room(roomId).until.holds(`${phone.person.name} has all`, () => hasAll(phone), 20_000),
      ),
    )
    checkOrderAndTimes(phones, roomId, order, faults)
    const backMs = await setBack(phones, roomId, set, faults)
    const figures = [
      {
        what: `messages of ${phones.length} phones, −1 day to +10 years, half of them over HTTP`,
        value: `${order.length} stored, 0 refused, in the order of their sending`,
      },
      {
        what: 'phones whose clock is set back a day or ahead ten years while their connection breaks are back within',
        value: ms(backMs),
        bar: `≤ ${backWithinMs / 1000} s`,
      },
    ]
    return [{ id: 'R-12', title: "clients' clocks from −1 day to +10 years", figures, faults: shortened(faults.list) }]
  } finally {
    await putAway(phones)
  }
}

/** One after another, so that the right order is known. */
async function talkInTurn(
  phones: readonly Phone[],
  roomId: Id,
  faults: Faults,
): Promise<{ text: string; from: number; to: number }[]> {
  const order: { text: string; from: number; to: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    for (const phone of phones) {
      const room = phone.room(roomId)
      const from = Date.now()
      const text = `${phone.person.name} の時計で ${round}`
      const written = room.post(text)
      await room.until.holds(`${text} is answered`, () => written.answers.length > 0, 20_000)
      faults.check(
        written.answers.every((answer) => !('refusal' in answer)),
        `${text}: ${JSON.stringify(written.answers)}`,
      )
      order.push({ text, from, to: Date.now() })
    }
  }
  return order
}

function checkOrderAndTimes(
  phones: readonly Phone[],
  roomId: Id,
  order: readonly { text: string; from: number; to: number }[],
  faults: Faults,
): void {
  const expected = expectedFrom(
    phones.map((phone) => ({ by: phone.room(roomId).held.me, written: phone.room(roomId).written })),
  )
  faults.list.push(...expected.faults)
  for (const phone of phones) {
    const { entries } = phone.room(roomId).held.timeline
    faults.list.push(...checkTranscript(phone.person.name, entries, expected))
    for (const [i, { text, from, to }] of order.entries()) {
      const seq: Seq = 2 + i
      const entry = entries.get(seq)
      faults.check(entry?.kind === 'message' && entry.text === text, `seq ${seq} is not “${text}”`)
      const at = entry?.storedAt ?? 0
      faults.check(at >= from && at <= to, `${text}: stored at ${at}, sent between ${from} and ${to}`)
      const shown = zones.map((zone) => inZone(zone, () => timeOfDay(at)))
      faults.check(new Set(shown).size === 1, `${text}: shown as ${shown.join(' and ')}`)
    }
  }
}

/** Node takes up a new TZ at once. */
function inZone<T>(zone: string, show: () => T): T {
  const before = process.env['TZ']
  process.env['TZ'] = zone
  try {
    return show()
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
}

/** The connection breaks and the clock is set, back for some and ahead for others; each comes back by itself. */
async function setBack(phones: readonly Phone[], roomId: Id, set: { byMs: number }[], faults: Faults): Promise<number> {
  const back = await Promise.all(
    phones.map(async (phone, place) => {
      const room = phone.room(roomId)
      if (room.connection?.state !== 'open') return 0
      const clock = set[place] as { byMs: number }
      const at = performance.now()
      phone.line.cutAll()
      const who = `${phone.person.name}, its clock set`
      await room.until.holds(`${who}: the cut is noticed`, () => room.connection?.state === 'waiting', backWithinMs)
      clock.byMs = place % 4 === 0 ? -dayMs : 3_652 * dayMs
      const isBack = () => room.connection?.state === 'open' && room.isCaughtUp
      await room.until
        .holds(`${who} by ${clock.byMs} ms: back`, isBack, backWithinMs)
        .catch((error) => faults.list.push(error.message))
      return performance.now() - at
    }),
  )
  return Math.max(...back)
}
