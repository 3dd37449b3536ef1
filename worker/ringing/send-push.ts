import { buildPushPayload } from '@block65/webcrypto-web-push'
import { limits } from '../../protocol/limits.ts'
import type { PushOutcome, PushSubscription } from '../../protocol/ringing.ts'
import { pushEndpoint } from './push-hosts.ts'
import type { PushKey } from './push-key.ts'
import type { PushMessage } from './push-message.ts'

/**
 * Sends one push, encrypted for its device (RFC 8291, padded: every body has the same size). Never throws. `via`: of local towns, where all pushes go
 * instead of to their services.
 */
export async function sendPush(
  key: PushKey,
  { endpoint, p256dh, auth }: PushSubscription,
  { payload, ttl, urgency, topic }: PushMessage,
  via?: string,
): Promise<PushOutcome> {
  const url = pushEndpoint(endpoint)
  if (url === null) return 'refused'
  const subscription = { endpoint, expirationTime: null, keys: { p256dh, auth } }
  const built = await buildPushPayload(
    { data: JSON.stringify(payload), options: { ttl, urgency, topic } },
    subscription,
    key,
  ).catch(() => null)
  // Keys that are no keys: the same tomorrow.
  if (built === null) return 'refused'
  try {
    const response = await fetch(via ? `${via}/${url.host}${url.pathname}${url.search}` : url, {
      method: 'POST',
      headers: { ...built.headers, 'content-type': 'application/notification+json' },
      body: built.body,
      // Wherever a push service sends us is no push service.
      redirect: 'manual',
      signal: AbortSignal.timeout(limits.pushAnswerMs),
    })
    await response.body?.cancel()
    return outcomeOf(response.status)
  } catch {
    return 'later'
  }
}

/** RFC 8030: 201 and its kin took it; 404 and 410 know no such subscription; 429 and 5xx have no time now. */
function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'sent'
  if (status === 404 || status === 410) return 'gone'
  return status === 429 || status >= 500 ? 'later' : 'refused'
}
