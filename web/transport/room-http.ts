import type { HttpCommand, Question } from '../../protocol/client-message.ts'
import type { Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { assertNever } from '../../protocol/result.ts'
import type { Answer, ServerMessage, Sheet } from '../../protocol/server-message.ts'
import type { Api, Reply } from './api.ts'
import { paths } from './paths.ts'
import { page, type Shape, shaped, versions } from './shape.ts'

type Performed = Answer | { pointer: Seq }

const performed: Shape<Performed> = (value) => shaped<{ pointer: Seq }>('pointer')(value) ?? shaped<Answer>('id')(value)
const sheet = shaped<Sheet>('seq', 'read')

/** The room or the way to it is out of order: the same again will do later. */
const passing: readonly (RefusalCode | 'unreachable')[] = ['internal', 'not_configured', 'directory_unavailable']

/** A command where WebSockets are blocked. The answer comes as a socket would carry it; null when the network gave none. */
export async function performByHttp(api: Api, room: Id, command: HttpCommand): Promise<ServerMessage | null> {
  const reply = await api({ method: 'POST', path: paths.commands(room), body: command, answer: performed })
  if (reply.ok) return asUpdate(reply.value)
  const { code, retryAfterMs } = reply.failure
  if (code === 'unreachable' || command.t === 'read') return null
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (passing.includes(code)) return asUpdate({ id: command.id, refusal: 'slow_down', ...wait })
  return asUpdate({ id: command.id, refusal: code, ...wait })
}

/** A page, earlier versions or a read sheet over HTTP; null when there was no answer. */
export async function askByHttp(api: Api, room: Id, question: Question): Promise<ServerMessage | null> {
  switch (question.t) {
    case 'page': {
      const { before, limit = limits.pageEntries } = question
      return valueIn(await api({ method: 'GET', path: paths.entries(room, { before, limit }), answer: page }))
    }
    case 'versions':
      return valueIn(await api({ method: 'GET', path: paths.versions(room, question.seq), answer: versions }))
    case 'sheet': {
      if (question.seq === null) return null
      const held = valueIn(await api({ method: 'GET', path: paths.readers(room, question.seq), answer: sheet }))
      return held && { t: 'update', sheet: held }
    }
    default:
      return assertNever(question)
  }
}

const valueIn = <T>(reply: Reply<T>): T | null => (reply.ok ? reply.value : null)

const asUpdate = (answer: Performed): ServerMessage =>
  'pointer' in answer ? { t: 'update', pointer: answer.pointer } : { t: 'update', answers: [answer] }
