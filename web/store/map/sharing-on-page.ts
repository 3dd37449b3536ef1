import type { ClientId, EpochMs, Id } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Position } from '../../../protocol/position.ts'
import type { Api } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import { shaped } from '../../transport/shape.ts'
import { newClientId } from '../talk/client-id.ts'
import { createFollowing } from './following.ts'
import { createSharing, type Share, type Sharing, type Told } from './sharing.ts'
import { accountHere, isForgotten, rememberShare } from './sharing-memory.ts'

const now = (): EpochMs => Date.now()
const tickMs = 1_000
const told = shaped<{ id: ClientId }>('id')

/** The one sharing of this page, whichever room it is with. */
let sharing: Sharing | null = null
let ask: Api | null = null
let sharer: Id | null = null

/** Whose session it is that tells the room. */
export function sharingWith(api: Api): Sharing {
  ask = api
  const begun = sharing?.state().at ?? 'none'
  if (begun === 'none') sharer = accountHere()
  if (sharing) return sharing
  sharing = createSharing({
    now,
    isLooked: () => document.visibilityState === 'visible',
    tell: (share, place) => tell({ t: 'position', id: share.id, place, lastsMs: lengthOf(share) }, share.roomId),
    follow: (parts) => createFollowing({ browser: window, now, ...parts }),
    remember: rememberShare,
  })
  const { look } = sharing
  setInterval(look, tickMs)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', look)
  // Stopped in another tab: the room knows already.
  window.addEventListener('storage', (event) => isForgotten(event) && sharing?.close())
  return sharing
}

export const beginShare = (of: Pick<Share, 'roomId' | 'roomName' | 'lastsMs'>): Share => ({
  ...of,
  id: newClientId(),
  endsAt: now() + of.lastsMs,
})

/** Before the session goes: afterwards nobody could tell the room. */
export async function endSharing(): Promise<void> {
  await sharing?.stop()
  sharing?.close()
}

/** Erases what this member shared from wherever. False where the room was not reached. */
export async function erasePosition(api: Api, roomId: Id): Promise<boolean> {
  const command: Position = { t: 'position', id: newClientId(), place: null, lastsMs: limits.shortShareMs }
  return (await api({ method: 'POST', path: paths.commands(roomId), body: command, answer: told })).ok
}

const lengthOf = ({ lastsMs }: Share): Position['lastsMs'] =>
  lastsMs === limits.longShareMs ? limits.longShareMs : limits.shortShareMs

async function tell(command: Position, roomId: Id): Promise<Told> {
  // Somebody else has signed in here: it is not theirs to tell.
  if (accountHere() !== sharer) return { said: 'no' }
  const reply = await ask?.({ method: 'POST', path: paths.commands(roomId), body: command, answer: told })
  if (reply?.ok) return { said: 'yes' }
  const code = reply?.failure.code
  if (code === 'slow_down') return { said: 'wait', ms: reply?.failure.retryAfterMs ?? tickMs }
  const isFinal = code === 'window_passed' || code === 'not_found' || code === 'signed_out' || code === 'device_ended'
  return { said: isFinal ? 'no' : 'unreachable' }
}
