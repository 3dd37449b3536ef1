import type { Entry } from '../protocol/entry.ts'
import { assertNever } from '../protocol/result.ts'
import type { LoggedEntry } from './change.ts'

/**
 * An entry as it is served: in its current state. `latest` is what superseded the message itself, or, for a correction,
 * what superseded its target; for an entry of a note, the newest one of that note. null when nothing did.
 */
export function serve(entry: LoggedEntry, latest: LoggedEntry | null): Entry {
  const { seq, by, storedAt, sentAt, body } = entry
  const numbering = { seq, by, storedAt, ...(sentAt === undefined ? {} : { sentAt }) }
  switch (body.kind) {
    case 'message':
      return { ...numbering, ...currentMessage(body, latest) }
    case 'correction': {
      const { previous: _, ...withText } = body
      const { text: _text, mentions: _mentions, ...withoutText } = withText
      return { ...numbering, ...(latest === null || latest.seq === seq ? withText : withoutText) }
    }
    case 'retraction':
      return { ...numbering, kind: body.kind, target: body.target }
    case 'note': {
      const { target: _, ...note } = body
      return { ...numbering, ...note, ...(latest === null || latest.seq === seq ? {} : { supersededBy: latest.seq }) }
    }
    case 'membership':
    case 'renamed':
      return { ...numbering, ...body }
    default:
      return assertNever(body)
  }
}

function currentMessage(body: Extract<LoggedEntry['body'], { kind: 'message' }>, latest: LoggedEntry | null) {
  if (latest?.body.kind === 'retraction') {
    return { kind: body.kind, supersededBy: latest.seq, retracted: true, ...reply(body.replyTo) } as const
  }
  if (latest?.body.kind !== 'correction') return body
  const { text, mentions, version } = latest.body
  const { mentions: _, ...rest } = body
  return { ...rest, text, ...(mentions ? { mentions } : {}), version, supersededBy: latest.seq }
}

const reply = (replyTo: number | undefined) => (replyTo === undefined ? {} : { replyTo })
