import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto'

/** What a browser has of its subscription: the keys that nobody else knows. */
export type SubscriptionKeys = { ecdh: ECDH; auth: Buffer }

const saltBytes = 16
const headBytes = saltBytes + 4 + 1
const pointBytes = 65
const tagBytes = 16
const isLastRecord = 2

/**
 * Opens the body of a push, as a browser does: aes128gcm (RFC 8188) with the keys of RFC 8291. Written from the RFCs and apart from what the town
 * sends with, so that an error there is not made here as well.
 * @throws Error that says what is wrong with it
 */
export function openRecord(body: Buffer, { ecdh, auth }: SubscriptionKeys): Buffer {
  if (body.length < headBytes + pointBytes + tagBytes + 1)
    throw new Error(`a body of ${body.length} bytes is no record`)
  const salt = body.subarray(0, saltBytes)
  const recordSize = body.readUInt32BE(saltBytes)
  if (body[headBytes - 1] !== pointBytes) throw new Error('the key id is no P-256 point')
  const senderPoint = body.subarray(headBytes, headBytes + pointBytes)
  const record = body.subarray(headBytes + pointBytes)
  if (record.length > recordSize) throw new Error('there is more than one record')
  return unpadded(decrypted(record, salt, sharedKey(ecdh, auth, senderPoint)))
}

/** The input key (RFC 8291, 3.4). */
function sharedKey(ecdh: ECDH, auth: Buffer, senderPoint: Buffer): Buffer {
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderPoint])
  return derived(ecdh.computeSecret(senderPoint), auth, info, 32)
}

function decrypted(record: Buffer, salt: Buffer, inputKey: Buffer): Buffer {
  const key = derived(inputKey, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derived(inputKey, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-tagBytes))
  const padded = decipher.update(record.subarray(0, -tagBytes))
  try {
    return Buffer.concat([padded, decipher.final()])
  } catch {
    throw new Error('it does not open with the keys of the subscription')
  }
}

const derived = (input: Buffer, salt: Buffer, info: Buffer, bytes: number) =>
  Buffer.from(hkdfSync('sha256', input, salt, info, bytes))

/** Without the delimiter and the zeroes behind it (RFC 8188, 2). */
function unpadded(padded: Buffer): Buffer {
  const end = padded.findLastIndex((byte) => byte !== 0)
  if (padded[end] !== isLastRecord) throw new Error('it does not end as a last record')
  return padded.subarray(0, end)
}
