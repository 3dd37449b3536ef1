import { type Accessor, batch, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { ErrorBody } from '../../../protocol/http.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { paths } from '../../transport/paths.ts'
import { anything, shaped } from '../../transport/shape.ts'
import { mayKeepRoom } from '../talk/may-keep-room.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { lostFiles } from './lost-files.ts'

/** gone: the room has no such file, or not for us. away: the place where it is kept, or the way there, is out of order. lost: its bytes are gone from there. */
export type PictureProblem = 'gone' | 'away' | 'lost'

/** A picture's bytes, and an address of them on this page. */
export type Picture = { url: string; blob: Blob }

/** small: thumbnails, which the device keeps too. large: whole photos, of which a few are held while they are looked at. */
export type PictureSize = 'small' | 'large'

const most: Record<PictureSize, number> = { small: 300, large: 6 }
/** Addresses of bytes, the longest unused first. */
const held: Record<PictureSize, Map<string, Promise<Picture>>> = { small: new Map(), large: new Map() }

class PictureFailure extends Error {
  constructor(readonly problem: PictureProblem) {
    super(problem)
  }
}

/**
 * A picture of a room, fetched once, wherever it is shown. Without a network the device gives what was seen before, unless the
 * organization leaves nothing on devices. Rejects with a `PictureFailure`.
 */
export function pictureOf(session: RoomSession, id: ClientId, size: PictureSize): Promise<Picture> {
  const path = paths.file(session.roomId, id)
  const shelf = held[size]
  // One person's pictures are not another's, on the same page.
  const key = `${session.store.accountId} ${path}`
  const found = shelf.get(key) ?? load(session, id, size)
  shelf.delete(key)
  shelf.set(key, found)
  found.catch(() => shelf.get(key) === found && shelf.delete(key))
  for (const [old, picture] of shelf) {
    if (shelf.size <= most[size]) break
    shelf.delete(old)
    void picture.then(({ url }) => URL.revokeObjectURL(url)).catch(() => undefined)
  }
  return found
}

async function load(session: RoomSession, id: ClientId, size: PictureSize): Promise<Picture> {
  const path = paths.file(session.roomId, id)
  const shelf = size === 'small' && mayKeepRoom(session) ? await openShelf(session) : null
  const kept = await shelf?.match(path).catch(() => undefined)
  if (kept) return pictured(await kept.blob())
  const response = await ask(session, path)
  if (response === 'lost') {
    lostFiles.found(id)
    throw new PictureFailure('lost')
  }
  const blob = await response.blob().catch(() => {
    throw new PictureFailure('away')
  })
  void shelf?.put(path, new Response(blob)).then(
    () => tidy(shelf),
    () => undefined,
  )
  return pictured(blob)
}

/** A session that is over for a moment is renewed by whoever asks the API. */
async function ask(session: RoomSession, path: string, isAgain = false): Promise<Response | 'lost'> {
  const response = await fetch(path, { cache: 'no-store' }).catch(() => null)
  if (response?.ok) return response
  if (response?.status === 401 && !isAgain) {
    const { ok } = await session.api({ method: 'GET', path: paths.badges, answer: anything })
    if (ok) return ask(session, path, true)
  }
  if (response?.status !== 404) throw new PictureFailure('away')
  if (await isLost(response)) return 'lost'
  throw new PictureFailure('gone')
}

/** Whether a file that is not there was there once: its bytes may be sent again. */
export const isLost = async (response: Response): Promise<boolean> =>
  shaped<ErrorBody>('error')(await response.json().catch(() => null))?.error.code === 'file_lost'

const pictured = (blob: Blob): Picture => ({ url: URL.createObjectURL(blob), blob })

/** The name of the account's database: whatever takes that away takes this along (web/offline/vault.ts). */
export const openShelf = ({ store }: RoomSession): Promise<Cache | null> =>
  'caches' in window ? caches.open(`yagura-${store.accountId}`).catch(() => null) : Promise.resolve(null)

/** A small picture that was seen here before, as it lies on the device. */
export async function keptPicture(session: RoomSession, id: ClientId): Promise<Blob | null> {
  const shelf = await openShelf(session)
  const kept = await shelf?.match(paths.file(session.roomId, id)).catch(() => undefined)
  return (await kept?.blob()) ?? null
}

/** A cache lists what it holds in the order in which it came. Tiles of the map lie there too (kept-tiles.ts), by another host's address. */
async function tidy(shelf: Cache): Promise<void> {
  const keys = (await shelf.keys()).filter(({ url }) => url.startsWith(location.origin))
  for (const old of keys.slice(0, Math.max(0, keys.length - most.small))) await shelf.delete(old)
}

export type Shown = {
  picture: Accessor<Picture | null>
  problem: Accessor<PictureProblem | null>
  isLoading: Accessor<boolean>
  again: () => void
}

/** The picture for a part of the screen, and how to ask for it again. One that did not come is asked for when the network is back. */
export function createPicture(session: RoomSession, wanted: () => ClientId | null, size: PictureSize): Shown {
  const [picture, setPicture] = createSignal<Picture | null>(null)
  const [problem, setProblem] = createSignal<PictureProblem | null>(null)
  const [isLoading, setIsLoading] = createSignal(false)
  const [tries, setTries] = createSignal(0)
  const again = () => void setTries((count) => count + 1)
  // What it belongs to may be made anew when others write: the picture is the same.
  const id = createMemo(wanted)
  const back = createMemo(() => lostFiles.cameBack(id() ?? ''))
  createEffect(
    on([id, tries, back], ([id], before) => {
      let isOver = false
      onCleanup(() => {
        isOver = true
      })
      const settle = (found: Picture | null, why: PictureProblem | null) =>
        isOver ||
        batch(() => {
          setPicture(found)
          setProblem(why)
          setIsLoading(false)
        })
      // One that is lost stays so on the screen until it is there.
      const isStill = problem() === 'lost' && before?.[0] === id
      batch(() => {
        setPicture(null)
        if (!isStill) setProblem(null)
        setIsLoading(id !== null && !isStill)
      })
      if (id === null) return
      pictureOf(session, id, size).then(
        (found) => settle(found, null),
        (why) => settle(null, why instanceof PictureFailure ? why.problem : 'away'),
      )
    }),
  )
  createEffect(() => problem() === 'lost' && askNowAndThen(again))
  const onOnline = () => problem() === 'away' && again()
  window.addEventListener('online', onOnline)
  onCleanup(() => window.removeEventListener('online', onOnline))
  return { picture, problem, isLoading, again }
}

/** In milliseconds. */
const lostPausesMs = { first: 5_000, most: 300_000 }

/** Somebody may send again what was lost: it is asked for with growing pauses, while somebody looks. */
export function askNowAndThen(again: () => void): void {
  let pauseMs = lostPausesMs.first
  const ask = () => {
    if (document.visibilityState === 'visible') again()
    pauseMs = Math.min(lostPausesMs.most, 1.5 * pauseMs)
    timer = setTimeout(ask, pauseMs)
  }
  let timer = setTimeout(ask, pauseMs)
  onCleanup(() => clearTimeout(timer))
}
