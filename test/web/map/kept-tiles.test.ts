import { expect, test } from 'vitest'
import { keptTile, keptTileMs, mostTiles, putTile } from '../../../web/store/map/kept-tiles.ts'

/** A cache of this test: in the order in which things came, as a browser's. */
function aShelf() {
  const held = new Map<string, Response>()
  return {
    match: async (url: string) => held.get(url)?.clone(),
    put: async (url: string, response: Response) => {
      held.delete(url)
      held.set(url, response)
    },
    delete: async (url: string | { url: string }) => held.delete(typeof url === 'string' ? url : url.url),
    keys: async () => [...held.keys()].map((url) => ({ url })),
  } as unknown as Cache
}
const tile = (n: number) => `https://tiles.example/std/18/1/${n}.png`
const today = Date.UTC(2026, 10, 26)
const bytes = new Blob(['a tile'], { type: 'image/png' })
const addresses = async (shelf: Cache) => (await shelf.keys()).map(({ url }) => url)

test('[MP15] a tile is kept for thirty days and not longer', async () => {
  const shelf = aShelf()
  await putTile(shelf, tile(1), bytes, today)
  expect(await (await keptTile(shelf, tile(1), today + keptTileMs - 1))?.text()).toBe('a tile')
  expect(await keptTile(shelf, tile(2), today)).toBeNull()
  expect(await keptTile(null, tile(1), today)).toBeNull()
  expect(await keptTile(shelf, tile(1), today + keptTileMs)).toBeNull()
  expect(await addresses(shelf)).toEqual([])
  await shelf.put(tile(3), new Response('from before times were kept'))
  expect(await keptTile(shelf, tile(3), today)).toBeNull()
})

test('[MP15] of five hundred and one the oldest goes, and no picture of a room', async () => {
  const shelf = aShelf()
  await shelf.put('https://town.example/api/rooms/a/files/b', new Response('a photo'))
  for (let n = 0; n <= mostTiles; n += 1) await putTile(shelf, tile(n), bytes, n)
  const held = await addresses(shelf)
  expect(held).toHaveLength(mostTiles + 1)
  expect(held[0]).toBe('https://town.example/api/rooms/a/files/b')
  expect([held.includes(tile(0)), held.includes(tile(1)), held.at(-1)]).toEqual([false, true, tile(mostTiles)])
})
