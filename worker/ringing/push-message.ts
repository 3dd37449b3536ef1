import type { RingOf } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'

/** One push: what the device is told, and what its push service is. */
export type PushMessage = {
  payload: Declarative
  /** Seconds that a push service keeps it for a device that is away. */
  ttl: number
  urgency: 'normal' | 'high'
  /** A later one under the same topic takes the place of one that still waits: a phone that wakes up rings once. */
  topic: string
}

/**
 * A declarative push message (WebKit, iOS 18.4; w3c/push-api): the system shows it by itself where the service worker cannot. The same is read by our
 * service worker everywhere else. `app_badge` stands where Safari and where the draft look for it.
 */
type Declarative = {
  web_push: 8030
  mutable: true
  app_badge?: number
  notification: {
    title: string
    body: string
    navigate: string
    lang: 'ja'
    dir: 'ltr'
    tag: string
    silent: boolean
    app_badge?: string
    data: Record<string, unknown>
  }
}

/** A push test on the own device. */
export type Test = { kind: 'test' }

/** `receipt`: left out where none is asked for. */
export type PushFor = { origin: string; receipt?: string; unread?: number }

/** What a device is told. Only the room, unless the organization lets it show more. */
export function pushMessage(ring: RingOf | Test, device: PushFor): PushMessage {
  switch (ring.kind) {
    case 'entry':
      return entryMessage(ring, device)
    case 'probe':
      return {
        payload: declare(
          device,
          { ...checks, body: '通知の確認です。操作はいりません。', tag: 'probe', silent: true },
          { kind: 'probe' },
        ),
        ...{ ttl: limits.probeKeptMs / 1000, urgency: 'normal', topic: 'probe' },
      }
    case 'test':
      return {
        payload: declare(
          device,
          { ...checks, body: 'この端末は鳴ります。', tag: 'test', path: '/ringing' },
          { kind: 'test' },
        ),
        ...{ ttl: limits.shownWithinMs / 1000, urgency: 'high', topic: 'test' },
      }
  }
}

const checks = { title: '通知の確認', path: '/', silent: false }

function entryMessage(ring: Extract<RingOf, { kind: 'entry' }>, device: PushFor): PushMessage {
  const { roomId, roomName, seq, round, urgent, line } = ring
  const shown = {
    title: urgent ? `【緊急】${roomName}` : roomName,
    body: line ? shortened(`${line.by}: ${line.text}`) : urgent ? '緊急の新着メッセージ' : '新着メッセージ',
    tag: urgent ? `${roomId}!` : roomId,
    ...{ path: `/r/${roomId}/m/${seq}`, silent: false },
  }
  const keptMs = urgent && !ring.isLastRound ? limits.urgentKeptMs : limits.pushKeptMs
  return {
    payload: declare(device, shown, { kind: 'entry', roomId, seq, round, urgent }),
    ...{ ttl: keptMs / 1000, urgency: urgent ? 'high' : 'normal', topic: topicOf(roomId, urgent) },
  }
}

/** At most 32 characters of URL-safe base64 (RFC 8030 §5.4). */
const topicOf = (roomId: Id, urgent: boolean): string => (urgent ? `u${roomId.slice(1)}` : roomId)

type Shown = { title: string; body: string; tag: string; path: string; silent: boolean }

function declare(
  { origin, receipt, unread }: PushFor,
  { title, body, tag, path, silent }: Shown,
  data: Record<string, unknown>,
): Declarative {
  return {
    ...{ web_push: 8030, mutable: true },
    ...(unread !== undefined && { app_badge: unread }),
    notification: {
      ...{ title, body, navigate: origin + path, lang: 'ja', dir: 'ltr', tag, silent },
      ...(unread !== undefined && { app_badge: `${unread}` }),
      data: { ...data, ...(receipt !== undefined && { receipt }) },
    },
  }
}

/** A lock screen shows about so much, and a push holds 4,096 bytes. */
const mostCharacters = 160

function shortened(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  return characters.length <= mostCharacters
    ? characters.join('')
    : `${characters.slice(0, mostCharacters - 1).join('')}…`
}
