import type { Id } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'
import { shortened } from '../checker.ts'
import { enterAll, phonesOf, putAway } from '../crowd.ts'
import type { Phone } from '../phone.ts'
import { RawSocket } from '../raw-socket.ts'
import { Faults, type Finding, type Rack } from '../scenario.ts'

const family = '👨‍👩‍👧‍👦'
const post = (text: string, more = '') => `{"t":"post","id":"${newClientId()}"${more},"text":${text}}`
const escaped = (code: string) => `"\\u${code}"`

/** What is refused, over a socket with a frame and over HTTP with a status: 400 for what cannot be read, and the code of a text that cannot be taken. */
const refused: { name: string; body: () => string; code: string }[] = [
  { name: '10,000 arrays in each other', body: () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`, code: 'malformed' },
  {
    name: 'a post with 10,000 objects in each other',
    body: () => post(`"x"`, `,"mentions":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    code: 'malformed',
  },
  { name: '1e400 for a seq', body: () => post('"x"', ',"replyTo":1e400'), code: 'malformed' },
  { name: '−1 and 1.5 for a seq', body: () => post('"x"', ',"replyTo":-1.5'), code: 'malformed' },
  { name: 'a number that no double holds', body: () => post('"x"', ',"replyTo":9007199254740993'), code: 'malformed' },
  { name: '__proto__ beside the fields', body: () => post('"x"', ',"__proto__":{"seq":1}'), code: 'malformed' },
  { name: 'a field too many', body: () => post('"x"', ',"seq":7'), code: 'malformed' },
  { name: 'half a frame', body: () => post('"x"').slice(0, 40), code: 'malformed' },
  { name: 'a lone high surrogate', body: () => post(escaped('d83d')), code: 'malformed' },
  { name: 'a lone low surrogate', body: () => post(escaped('de00')), code: 'malformed' },
  { name: 'NUL', body: () => post(escaped('0000')), code: 'malformed' },
  { name: 'blanks only', body: () => post('"　 \\n"'), code: 'text_empty' },
  {
    name: '4,001 characters',
    body: () => post(JSON.stringify('火'.repeat(limits.maxTextGraphemes + 1))),
    code: 'text_too_long',
  },
  {
    name: '16 KiB and one byte',
    body: () => post(JSON.stringify('x'.repeat(limits.maxTextBytes + 1))),
    code: 'text_too_long',
  },
]

/** What is taken, and comes back byte for byte. */
const taken: { name: string; text: string; raw?: (text: string) => string }[] = [
  { name: 'emoji joined by ZWJ', text: `${family}${family}👩🏽‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿` },
  { name: '4,000 characters in 12,000 bytes', text: '火'.repeat(limits.maxTextGraphemes) },
  { name: '655 families: fewer characters than 4,000, 16 KiB less 9 bytes', text: family.repeat(655) },
  { name: 'combining marks, NFD and NFC apart', text: 'が\u304B\u3099 é e\u0301' },
  { name: 'RTL override, U+2028, BOM, noncharacter', text: 'a\u202Eb\u2028c\uFEFFd\uFFFE' },
  { name: 'a surrogate pair written as escapes', text: '🚒', raw: () => '"\\ud83d\\ude92"' },
  { name: 'the last of two keys of one name', text: 'あとの本文', raw: () => '"まえの本文","text":"あとの本文"' },
]

/** S-18: JSON that no client of ours writes. Refused or taken whole; the room and the other one in it do not notice. */
export async function strangeJson(rack: Rack): Promise<Finding[]> {
  const town = await rack.town()
  const people = refused.length + 2
  const minted = await town.mint({ people, devicesEach: 1, rooms: [Array.from({ length: people }, (_, i) => i)] })
  const roomId = minted.roomIds[0] as Id
  const phones = await phonesOf(minted, town.port, rack.random)
  const [writer, reader, ...others] = phones as [Phone, Phone, ...Phone[]]
  const faults = new Faults()
  try {
    await enterAll([reader], roomId)
    await Promise.all(refused.map((abuse, i) => checkRefused(others[i] as Phone, roomId, abuse, faults)))
    await checkTaken(writer, reader, roomId, faults)
    const { entries } = reader.room(roomId).held.timeline
    const messages = [...entries.values()].filter(({ kind }) => kind === 'message')
    faults.check(
      messages.length === 2 * taken.length,
      `${messages.length} messages are in the room, not ${2 * taken.length}`,
    )
    faults.check(
      reader.room(roomId).connection?.state === 'open' && reader.line.linkCount === 1,
      'the other member lost the connection',
    )
    const figures = [
      {
        what: `refused over a socket and over HTTP: ${refused.map(({ name }) => name).join('; ')}`,
        value: `${2 * refused.length}`,
        bar: 'with the right code',
      },
      {
        what: `taken over both, and byte for byte the same afterwards: ${taken.map(({ name }) => name).join('; ')}`,
        value: `${2 * taken.length}`,
      },
    ]
    return [{ id: 'S-18', title: 'JSON that no client writes', figures, faults: shortened(faults.list) }]
  } finally {
    await putAway(phones)
  }
}

async function checkRefused(phone: Phone, roomId: Id, abuse: (typeof refused)[number], faults: Faults): Promise<void> {
  const { name, body, code } = abuse
  const socket = await RawSocket.room(phone, roomId)
  socket.send(body())
  const isNo = (text: string) => text.includes('"refused"') || text.includes('"refusal"')
  const { text } = await socket.frame(`${name} is answered`, (message) => isNo(JSON.stringify(message)))
  faults.check(text.includes(`"${code}"`), `${name} over a socket: ${text.slice(0, 100)}`)
  faults.check(!text.includes('火火') && text.length < 200, `${name} over a socket: what was sent comes back`)
  socket.close()
  const response = await postRaw(phone, roomId, body())
  faults.check(
    response.status === 400 && response.body.includes(`"${code}"`),
    `${name} over HTTP: ${response.status} ${response.body.slice(0, 100)}`,
  )
}

async function checkTaken(writer: Phone, reader: Phone, roomId: Id, faults: Faults): Promise<void> {
  const socket = await RawSocket.room(writer, roomId)
  const room = reader.room(roomId)
  const stands = (text: string, count: number) =>
    [...room.held.timeline.entries.values()].filter((entry) => entry.kind === 'message' && entry.text === text)
      .length === count
  for (const { name, text, raw = JSON.stringify } of taken) {
    socket.send(post(raw(text)))
    await room.until
      .holds(`${name}, sent over a socket, comes back as it was`, () => stands(text, 1), 10_000)
      .catch((error) => faults.list.push(error.message))
    const response = await postRaw(writer, roomId, post(raw(text)))
    faults.check(response.status === 200, `${name} over HTTP: ${response.status} ${response.body.slice(0, 100)}`)
    await room.until
      .holds(`${name}, sent over HTTP, comes back as it was`, () => stands(text, 2), 10_000)
      .catch((error) => faults.list.push(error.message))
  }
  socket.close()
}

async function postRaw(phone: Phone, roomId: Id, body: string): Promise<{ status: number; body: string }> {
  const { url, headers } = phone.socket(`/api/rooms/${roomId}/commands`)
  const response = await fetch(url.replace('ws:', 'http:'), {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  return { status: response.status, body: await response.text() }
}
