import * as v from 'valibot'
import { ClientMessage } from './client-message.ts'
import { limits } from './limits.ts'
import type { Rooms } from './lobby-message.ts'
import { ok, type Result, refuse } from './result.ts'
import type { ServerMessage } from './server-message.ts'
import { utf8Bytes } from './text.ts'

/** A frame up, decoded once at the edge. Refuses `too_large` and `malformed`; never throws. */
export function decodeClientMessage(frame: string | ArrayBuffer): Result<ClientMessage> {
  if (typeof frame !== 'string') return refuse('malformed')
  if (isTooLarge(frame)) return refuse('too_large')
  const parsed = v.safeParse(ClientMessage, parseJson(frame))
  return parsed.success ? ok(parsed.output) : refuse('malformed')
}

/** Whether a frame is larger than `limits.maxFrameBytes` in UTF-8; a UTF-16 unit never takes more than three bytes. */
export function isTooLarge(frame: string): boolean {
  if (frame.length > limits.maxFrameBytes) return true
  return frame.length * 3 > limits.maxFrameBytes && utf8Bytes(frame) > limits.maxFrameBytes
}

export const encodeServerMessage = (message: ServerMessage | Rooms): string => JSON.stringify(message)

/** JSON or undefined, which no schema accepts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
