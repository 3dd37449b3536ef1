import type { EpochMs } from '../../../protocol/ids.ts'
import { openShelf } from '../photos/pictures.ts'
import { mayKeepRoom } from '../talk/may-keep-room.ts'
import type { RoomSession } from '../talk/room-session.ts'

/**
 * Tiles of the map that were on screen, for when there is no network. They are taken from the picture as the page shows it, so that nothing but
 * pictures is ever fetched from their host. They show where somebody looked: they lie with the account's small pictures, go with them, and are
 * not there where an organization leaves nothing on devices.
 */
export type KeptTiles = {
  /** From where it came. Rejects where it is neither kept nor to be had. */
  load: (tile: HTMLImageElement, url: string) => Promise<'network' | 'device'>
}

export const mostTiles = 500
export const keptTileMs: EpochMs = 30 * 86_400_000
const keptAtHeader = 'x-kept-at'

type Shelf = Pick<Cache, 'match' | 'put' | 'delete' | 'keys'>

/** Whether the host lets a page look at its pictures; null until one came. */
let isReadable: boolean | null = null

export function keptTilesOf(session: RoomSession): KeptTiles {
  const shelf: Promise<Shelf | null> = mayKeepRoom(session) ? openShelf(session) : Promise.resolve(null)
  return {
    async load(tile, url) {
      const held = await shelf
      const kept = await keptTile(held, url, Date.now())
      if (kept) {
        await shown(tile, URL.createObjectURL(kept))
        return 'device'
      }
      const asks = held !== null && isReadable !== false
      if (asks) tile.crossOrigin = 'anonymous'
      else tile.removeAttribute('crossorigin')
      await shown(tile, url).catch(async (problem) => {
        if (!asks || isReadable === true || !navigator.onLine) throw problem
        tile.removeAttribute('crossorigin')
        await shown(tile, url)
        isReadable = false
      })
      if (held && tile.crossOrigin === 'anonymous') {
        isReadable = true
        void keep(held, url, tile).catch(() => undefined)
      }
      return 'network'
    },
  }
}

/** What is kept of a tile, as long as it may be. */
export async function keptTile(shelf: Shelf | null, url: string, now: EpochMs): Promise<Blob | null> {
  const kept = await shelf?.match(url).catch(() => undefined)
  if (!kept) return null
  if (now - Number(kept.headers.get(keptAtHeader)) < keptTileMs) return kept.blob()
  await shelf?.delete(url)
  return null
}

/** Keeps a tile, and lets the oldest go. A cache lists what it holds in the order in which it came. */
export async function putTile(shelf: Shelf, url: string, bytes: Blob, now: EpochMs): Promise<void> {
  await shelf.put(url, new Response(bytes, { headers: { [keptAtHeader]: `${now}` } }))
  const tiles = (await shelf.keys()).filter((key) => new URL(key.url).origin === new URL(url).origin)
  for (const old of tiles.slice(0, Math.max(0, tiles.length - mostTiles))) await shelf.delete(old)
}

async function keep(shelf: Shelf, url: string, tile: HTMLImageElement): Promise<void> {
  const canvas = document.createElement('canvas')
  canvas.width = tile.naturalWidth
  canvas.height = tile.naturalHeight
  canvas.getContext('2d')?.drawImage(tile, 0, 0)
  const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (bytes) await putTile(shelf, url, bytes, Date.now())
}

function shown(tile: HTMLImageElement, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const free = () => url.startsWith('blob:') && URL.revokeObjectURL(url)
    tile.onload = () => {
      free()
      resolve()
    }
    tile.onerror = () => {
      free()
      reject(new Error('the tile did not come'))
    }
    tile.src = url
  })
}
