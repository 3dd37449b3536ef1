import * as v from 'valibot'
import { ClientMessage } from './client-message.ts'
import { limits } from './limits.ts'
import type { Rooms } from './lobby-message.ts'
import { ok, type Result, refuse } from './result.ts'
import type { ServerMessage } from './server-message.ts'

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

/** Length in UTF-8 bytes; a lone surrogate counts as the replacement character it becomes. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4
      i += 1
    } else bytes += 3
  }
  return bytes
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

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000
