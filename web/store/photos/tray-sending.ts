import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { Post } from '../../../protocol/client-message.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { textProblem } from '../../../protocol/text.ts'
import type { NewUpload } from '../../offline/upload-shelf.ts'
import type { Fix, Locating } from '../map/locating.ts'
import type { Audience } from '../talk/audience.ts'
import { rememberSent } from '../talk/audience.ts'
import { newClientId } from '../talk/client-id.ts'
import { type Draft, type Drafts, messageOf } from '../talk/drafts.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { rememberHeld } from './held-photos.ts'
import type { Bound } from './originals.ts'
import type { PhotoPlace } from './photo-facts.ts'
import { type Prepared, uploadOf } from './prepare-file.ts'
import type { Tray } from './tray.ts'

export type TraySendingParts = {
  session: RoomSession
  drafts: Drafts
  audience: () => Audience
  tray: Tray
  wantsPlace: Accessor<boolean>
  /** Whether originals may leave later, by themselves. */
  wantsOriginals: Accessor<boolean>
  locating: Locating
  isUrgent: () => boolean
  /** Asks once more before many people are rung. */
  askUrgent: (text: string, onSend: () => void) => void
  doneUrgent: () => void
}

export type TraySending = {
  send: () => void
  /** It was sent, and leaves when everything is ready. */
  isWished: Accessor<boolean>
  problem: Accessor<'tooLong' | 'notKept' | null>
  /** Whether only the position is waited for. */
  waitsForPlace: Accessor<boolean>
}

/** Sends what lies in the tray with what was written, as soon as all of it is ready. */
export function createTraySending(parts: TraySendingParts): TraySending {
  const { session, drafts, tray, locating } = parts
  const [isWished, setIsWished] = createSignal(false)
  const [problem, setProblem] = createSignal<'tooLong' | 'notKept' | null>(null)
  const isLocating = () => parts.wantsPlace() && lacksPlace(tray) && locating.isLooking() && locating.fix() === null

  function send(): void {
    const text = drafts.of(session.roomId).text.trim()
    setProblem(text !== '' && textProblem(text) !== null ? 'tooLong' : null)
    if (problem() === null) setIsWished(true)
  }

  createEffect(
    on(
      () => isWished() && tray.isReady() && !isLocating(),
      (isDue) => {
        if (!isDue) return
        setIsWished(false)
        if (tray.items().length === 0) return
        const draft = drafts.of(session.roomId)
        const text = draft.text.trim()
        if (parts.isUrgent()) parts.askUrgent(text, () => void sendOff({ ...draft, text }, true))
        else void sendOff({ ...draft, text }, false)
      },
    ),
  )

  async function sendOff(draft: Draft, isUrgent: boolean): Promise<void> {
    const fix = parts.wantsPlace() ? locating.fix() : null
    const prepared = tray.take()
    drafts.sent(session.roomId)
    parts.doneUrgent()
    try {
      const holdMs = isUrgent ? 0 : parts.audience().holdMs
      const placeFor = (one: Prepared) => (parts.wantsPlace() ? (one.place ?? placeOf(fix)) : null)
      const wish = parts.wantsOriginals() ? ('wifi' as const) : undefined
      const post = await put(session, { prepared, draft, isUrgent, holdMs, placeFor, wish })
      const takeBack = () => {
        for (const { kept } of prepared) if (kept) void bind(session, kept.original, null)
        tray.putBack(prepared)
      }
      if (holdMs > 0) rememberHeld(post, takeBack)
      tray.sent(prepared)
      rememberSent(session.view.facts()?.organizationId)
    } catch {
      drafts.set(session.roomId, draft)
      tray.putBack(prepared)
      setProblem('notKept')
    }
  }

  return { send, isWished, problem, waitsForPlace: () => isWished() && tray.isReady() && isLocating() }
}

/** Whether a photo in the tray does not say by itself where it was taken. */
export const lacksPlace = (tray: Tray): boolean =>
  tray.items().some(({ prepared }) => prepared?.kind === 'photo' && prepared.place === undefined)

const placeOf = (fix: Fix | null): PhotoPlace | null =>
  fix && { lat: fix.lat, lon: fix.lon, accuracyM: fix.accuracyM, from: 'phone' }

type Sending = {
  prepared: readonly Prepared[]
  draft: Draft
  isUrgent: boolean
  holdMs: number
  placeFor: (one: Prepared) => PhotoPlace | null
  wish: 'wifi' | undefined
}

async function put(session: RoomSession, sending: Sending): Promise<ClientId> {
  const { prepared, draft, isUrgent, holdMs, placeFor, wish } = sending
  const { roomId, parts } = session
  const { uploadingFor } = await import('./uploading.ts')
  const postId = newClientId()
  const sentAt = parts.now()
  const made = await Promise.all(prepared.map((one) => uploadOf(one, { roomId, postId, place: placeFor(one) })))
  const command: Post = {
    ...{ t: 'post', id: postId, sentAt, ...messageOf(draft) },
    ...(isUrgent && { urgent: true }),
    files: made.map(({ named }) => named),
  }
  const held = holdMs > 0 ? { heldUntil: sentAt + holdMs } : {}
  const uploads = made.flatMap(({ uploads }, at) => uploads.map((one) => withOriginal(one, prepared[at], wish)))
  const choices = prepared.flatMap(({ kept }) => kept?.id ?? [])
  await uploadingFor(session).post(session, { command, ...held }, uploads, choices)
  // The message is on its way: nothing of it waits for this.
  for (const [at, { kept, shrunk }] of prepared.entries()) {
    const photo = made[at]?.named.id
    if (kept && shrunk && photo) void bind(session, kept.original, { photo, post: postId, wish })
  }
  return postId
}

function withOriginal(upload: NewUpload, of: Prepared | undefined, wish: 'wifi' | undefined): NewUpload {
  if (upload.row.kind !== 'photo' || !of?.kept || !of.shrunk) return upload
  return { ...upload, row: { ...upload.row, original: { id: of.kept.original, wish } } }
}

async function bind(session: RoomSession, original: ClientId, bound: Bound | null): Promise<void> {
  const { originalsOf } = await import('./originals.ts')
  await originalsOf(session).bind(session.roomId, original, bound)
}
