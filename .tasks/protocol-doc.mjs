import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as clientMessage from '../protocol/client-message.ts'
import { closeCodes } from '../protocol/close-codes.ts'
import * as entry from '../protocol/entry.ts'
import * as file from '../protocol/file.ts'
import * as ids from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import * as lobbyMessage from '../protocol/lobby-message.ts'
import * as position from '../protocol/position.ts'
import { refusals } from '../protocol/refusals.ts'
import * as roster from '../protocol/roster.ts'
import * as serverMessage from '../protocol/server-message.ts'
import { oldestProtocolVersion, protocolVersion } from '../protocol/version.ts'
import { PROJECT } from './paths.mjs'
import { main, say } from './say.mjs'

/**
 * node .tasks/protocol-doc.mjs   writes docs/protocol.md from the schemas of protocol/ and the comments that stand over them
 *
 * test/protocol/protocol-doc.test.ts fails where the two differ.
 */
export const PROTOCOL_FILE = join(PROJECT, 'docs', 'protocol.md')

/** @typedef {Record<string, any>} JsonSchema */

const { Id, ClientId, Seq, Rev, MemberNo, EpochMs, Revision } = ids
const { Entry, MessageEntry, CorrectionEntry, RetractionEntry, MembershipEntry, RenamedEntry, Mark } = entry
const { CarriedFile } = file
const { RoomKind, Side, RoomFacts, Rights, RosterMember, RosterUnit, Roster } = roster
const { Reads, Sheet, Welcome, Update, Answer, Page, Versions, Refused } = serverMessage
const { Post, Correct, Retract, React, Pin, Read, OpenSheet, AskPage, AskVersions, Hello } = clientMessage
const { Position, OpenMap, LivePosition, Positions } = position
const { RoomSummary, Rooms } = lobbyMessage

const numbers = { Id, ClientId, Seq, Rev, MemberNo, EpochMs, Revision }
const up = { Post, Correct, Retract, React, Pin, Read, OpenSheet, AskPage, AskVersions, Position, OpenMap }
const down = { Welcome, Update, Page, Versions, Refused, Rooms }
const entries = { MessageEntry, CorrectionEntry, RetractionEntry, MembershipEntry, RenamedEntry }
const parts = {
  CarriedFile,
  Mark,
  Answer,
  Reads,
  Sheet,
  Positions,
  LivePosition,
  RoomFacts,
  Rights,
  Roster,
  RosterMember,
  RosterUnit,
  RoomSummary,
}
const definitions = { ...numbers, RoomKind, Side, Entry, ...entries, ...parts }

const source = readdirSync(join(PROJECT, 'protocol'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(PROJECT, 'protocol', name), 'utf8'))
  .join('\n')

/** @returns {string} the whole of docs/protocol.md */
export function protocolDocument() {
  return `${[
    intro(),
    heading(2, 'Numbers and ids', list(numbers)),
    heading(2, 'Hello: the query of the upgrade request, and of a poll', table('Hello', Hello)),
    heading(2, 'Frames up', tables(up)),
    heading(2, 'Frames down', tables(down)),
    heading(2, 'Entries', tables(entries)),
    heading(2, 'Parts of frames', tables(parts)),
    heading(2, 'Close codes', codes()),
    heading(2, 'Refusals', refusalTable()),
    heading(2, 'Limits', limitTable()),
  ].join('\n\n')}\n`
}

const intro = () => `# The wire

Made by \`node .tasks/protocol-doc.mjs\` from the schemas in \`protocol/\`; do not edit. HTTP bodies are in \`openapi.json\`.

Protocol version **${protocolVersion}**, oldest understood **${oldestProtocolVersion}**. A frame is one JSON object in a text message; \`t\` says
which. Unknown frames and unknown fields are refused. A field with \`?\` may be left out. A room is opened with
\`GET /api/rooms/{room}/socket?v=…&seq=…&rev=…&roster=…\` as a WebSocket upgrade, a lobby with
\`GET /api/organizations/{organization}/socket?v=…\`; \`ping\` is answered with \`pong\`. Where sockets are blocked the same
commands go to \`POST /api/rooms/{room}/commands\` and the same welcome comes from \`GET /api/rooms/{room}/sync\`.`

/** @param {number} level @param {string} title @param {string} body */
const heading = (level, title, body) => `${'#'.repeat(level)} ${title}\n\n${body}`

/** @param {Record<string, any>} schemas */
const tables = (schemas) =>
  Object.entries(schemas)
    .map(([name, schema]) => heading(3, name, table(name, schema)))
    .join('\n\n')

/** @param {Record<string, any>} schemas */
const list = (schemas) =>
  Object.keys(schemas)
    .map((name) => `- **${name}**: ${commentOver(name)}`)
    .join('\n')

/** @param {string} name @param {any} schema @returns {string} what it is, and its fields */
function table(name, schema) {
  const others = Object.fromEntries(Object.entries(definitions).filter(([, other]) => other !== schema))
  const json = /** @type {JsonSchema} */ (toJsonSchema(schema, { definitions: others, errorMode: 'ignore' }))
  const comments = fieldComments(name)
  const variants = json.anyOf ?? json.oneOf ?? [json]
  const bodies = variants.map((/** @type {JsonSchema} */ variant) => fields(variant, comments))
  return [commentOver(name), ...bodies].filter((text) => text !== '').join('\n\n')
}

/** @param {JsonSchema} json @param {Map<string, string>} comments */
function fields(json, comments) {
  const rows = Object.entries(json.properties ?? {}).map(([name, type]) => {
    const optional = json.required?.includes(name) ? '' : '?'
    return `| \`${name}${optional}\` | ${typeText(/** @type {JsonSchema} */ (type))} | ${comments.get(name) ?? ''} |`
  })
  return ['| field | type | |', '|---|---|---|', ...rows].join('\n')
}

/** @param {JsonSchema} json @returns {string} */
function typeText(json) {
  if (json.$ref) return json.$ref.split('/').at(-1)
  if ('const' in json) return `\`${JSON.stringify(json.const)}\``
  if (json.enum)
    return json.enum.length > 8
      ? 'a code'
      : json.enum.map((/** @type {unknown} */ one) => `\`${JSON.stringify(one)}\``).join(' or ')
  const options = json.anyOf ?? json.oneOf
  if (options) return options.map(typeText).join(' or ')
  if (json.type === 'array')
    return `list of ${typeText(json.items)}${json.maxItems ? `, at most ${json.maxItems}` : ''}`
  if (json.type === 'object') return inline(json)
  if (json.type === 'string') return 'text'
  return json.type === 'integer' ? `number${range(json)}` : json.type
}

/** @param {JsonSchema} json */
const range = ({ minimum, maximum }) =>
  minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`

/** @param {JsonSchema} json */
const inline = (json) =>
  `{ ${Object.entries(json.properties ?? {})
    .map(
      ([name, type]) =>
        `${name}${json.required?.includes(name) ? '' : '?'}: ${typeText(/** @type {JsonSchema} */ (type))}`,
    )
    .join(', ')} }`

/** @param {string} name @returns {string} the comment over an exported schema, on one line */
function commentOver(name) {
  const found = source.match(new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport const ${name} =`))
  return oneLine(found?.[1] ?? '')
}

/** @param {string} name @returns {Map<string, string>} the comments over the fields of a schema, and of what it spreads */
function fieldComments(name) {
  const body = source.match(new RegExp(`const ${name} = [\\s\\S]*?(?=\\n(?:export|const|/\\*\\*|$))`))?.[0] ?? ''
  const spread = [...body.matchAll(/\.\.\.(\w+),/g)].flatMap(([, other = '']) => [...fieldComments(other)])
  const own = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+):/g)].map(
    ([, text = '', field = '']) => /** @type {const} */ ([field, oneLine(text)]),
  )
  return new Map([...spread, ...own])
}

/** @param {string} comment */
const oneLine = (comment) =>
  comment
    .replaceAll(/\n\s*\*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .trim()

const codes = () => {
  const comments = fieldComments('closeCodes')
  const rows = Object.entries(closeCodes).map(([name, code]) => `| ${code} | ${name} | ${comments.get(name) ?? ''} |`)
  return ['| code | name | |', '|---|---|---|', ...rows].join('\n')
}

const refusalTable = () => {
  const rows = Object.entries(refusals).map(([code, { status, ja }]) => `| \`${code}\` | ${status} | ${ja} |`)
  return ['| code | HTTP | to people |', '|---|---|---|', ...rows].join('\n')
}

const limitTable = () => {
  const comments = fieldComments('limits')
  const rows = Object.entries(limits).map(
    ([name, value]) => `| ${name} | ${value.toLocaleString('en')} | ${comments.get(name) ?? ''} |`,
  )
  return ['| limit | value | |', '|---|---|---|', ...rows].join('\n')
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  await main(async () => {
    writeFileSync(PROTOCOL_FILE, protocolDocument())
    say('docs/protocol.md is written')
  })
}
