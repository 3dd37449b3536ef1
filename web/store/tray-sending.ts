import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { Post } from '../../protocol/client-message.ts'
import { textProblem } from '../../protocol/text.ts'
import type { Audience } from './audience.ts'
import { rememberSent } from './audience.ts'
import { newClientId } from './client-id.ts'
import { type Draft, type Drafts, messageOf } from './drafts.ts'
import { rememberHeld } from './held-photos.ts'
import type { Fix, Locating } from './locating.ts'
import type { PhotoPlace } from './photo-facts.ts'
import { type Prepared, uploadOf } from './prepare-file.ts'
import type { RoomSession } from './room-session.ts'
import type { Tray } from './tray.ts'

export type TraySendingParts = {
  session: RoomSession
  drafts: Drafts
  audience: () => Audience
  tray: Tray
  wantsPlace: Accessor<boolean>
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
    const prepared = tray.items().flatMap((item) => item.prepared ?? [])
    const fix = parts.wantsPlace() ? locating.fix() : null
    tray.clear()
    drafts.sent(session.roomId)
    parts.doneUrgent()
    try {
      const holdMs = isUrgent ? 0 : parts.audience().holdMs
      const placeFor = (one: Prepared) => (parts.wantsPlace() ? (one.place ?? placeOf(fix)) : null)
      const post = await put(session, { prepared, draft, isUrgent, holdMs, placeFor })
      if (holdMs > 0) rememberHeld(post, () => tray.putBack(prepared))
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
}

async function put(session: RoomSession, { prepared, draft, isUrgent, holdMs, placeFor }: Sending): Promise<string> {
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
  const uploads = made.flatMap((one) => one.uploads)
  await uploadingFor(session).post(session, { command, ...held }, uploads)
  return postId
}
