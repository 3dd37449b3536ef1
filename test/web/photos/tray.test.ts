import { describe, expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import type { Prepared } from '../../../web/store/photos/prepare-file.ts'
import { createTray, type TrayKeeping } from '../../../web/store/photos/tray.ts'
import { kindUnopened, looksLikePhoto, problemOf, shrunkName } from '../../../web/store/photos/tray-rules.ts'
import { clientId } from '../../support/builders.ts'

const file = (name: string, size: number, type = '') => ({ name, size, type })
const empty = { count: 0, bytes: 0 }

describe('what may go along', () => {
  test('[CL11] twenty things, files of 25 MB, 100 MB together, and nothing that is empty', () => {
    expect(problemOf(file('a.pdf', limits.maxFileBytes), empty)).toBeNull()
    expect(problemOf(file('a.pdf', limits.maxFileBytes + 1), empty)).toBe('too-large')
    expect(problemOf(file('a.pdf', 0), empty)).toBe('empty')
    expect(problemOf(file('a.pdf', 1), { count: limits.maxFiles, bytes: 0 })).toBe('too-many')
    expect(problemOf(file('a.pdf', 2), { count: 4, bytes: limits.maxCarriedBytes - 1 })).toBe('too-much')
  })

  test('[CL11] a photo of any usual size is shrunk, and so is not too large', () => {
    expect(problemOf(file('a.jpg', 40_000_000, 'image/jpeg'), empty)).toBeNull()
    expect(problemOf(file('a.jpg', 200_000_000, 'image/jpeg'), empty)).toBe('too-large')
    expect([looksLikePhoto(file('a.HEIC', 1)), looksLikePhoto(file('a.pdf', 1, 'application/pdf'))]).toEqual([
      true,
      false,
    ])
    expect(['IMG_1.HEIC', '現場.jpg', '.png', 'a'].map(shrunkName)).toEqual([
      'IMG_1.jpg',
      '現場.jpg',
      'photo.jpg',
      'a.jpg',
    ])
  })

  test('[CL11] what this browser cannot open goes as it is: HEIC as a photo up to 10 MB, all else as a file', async () => {
    const heic = (size: number) => new Blob(['\0\0\0\u0018ftypheic', new Uint8Array(size - 12)])
    expect(await kindUnopened(heic(1_000))).toBe('photo')
    expect(await kindUnopened(heic(limits.maxPhotoBytes + 1))).toBe('file')
    expect(await kindUnopened(heic(limits.maxFileBytes + 1))).toBeNull()
    expect(await kindUnopened(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']))).toBe('file')
  })
})

/** A tray whose photos are made ready when the test says so. */
function aTray(keeping?: TrayKeeping) {
  const asked: { name: string; done: (prepared: Prepared | null) => void; fail: () => void }[] = []
  const urls: string[] = []
  const tray = createTray({
    prepare: ({ name }) =>
      new Promise((resolve, reject) =>
        asked.push({ name, done: resolve, fail: () => reject(new Error('unreadable')) }),
      ),
    now: () => 0,
    urls: {
      make: () => {
        urls.push(`blob:${urls.length}`)
        return urls.at(-1) as string
      },
      forget: (url) => void urls.splice(urls.indexOf(url), 1),
    },
    ...(keeping && { keeping }),
  })
  return { tray, asked, urls }
}

const photos = (...names: string[]) => names.map((name) => new File(['x'], name, { type: 'image/jpeg' }))
const ready = (name: string, size = 10): Prepared => ({
  kind: 'photo',
  name,
  body: new Blob([new Uint8Array(size)]),
  shrunk: { thumb: new Blob(['t']), width: 4, height: 3 },
})
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('[CL10] photos are made ready one after another, and shown as they are', async () => {
  const { tray, asked, urls } = aTray()
  tray.add(photos('1.jpg', '2.jpg'))
  await turn()
  expect(asked.map(({ name }) => name)).toEqual(['1.jpg'])
  expect([tray.items().length, tray.isReady()]).toEqual([2, false])
  asked[0]?.done(ready('1.jpg'))
  await turn()
  expect(asked.map(({ name }) => name)).toEqual(['1.jpg', '2.jpg'])
  expect(tray.items().map(({ url }) => url)).toEqual(['blob:0', null])
  asked[1]?.done(ready('2.jpg'))
  await turn()
  expect([tray.isReady(), tray.bytes(), urls.length]).toEqual([true, 22, 2])
  expect(tray.take().map(({ name }) => name)).toEqual(['1.jpg', '2.jpg'])
  expect([tray.items(), urls]).toEqual([[], []])
})

test('[CL11] what was taken out is not opened any more, and what cannot be read says so', async () => {
  const { tray, asked } = aTray()
  tray.add(photos('1.jpg', '2.jpg', '3.jpg'))
  await turn()
  tray.remove(tray.items()[1]!.key)
  asked[0]?.fail()
  await turn()
  expect(asked.map(({ name }) => name)).toEqual(['1.jpg', '3.jpg'])
  asked[1]?.done(null)
  await turn()
  expect(tray.items()).toEqual([])
  expect(tray.refused()).toEqual([
    { name: '1.jpg', why: 'unreadable' },
    { name: '3.jpg', why: 'too-large' },
  ])
  tray.add(photos('4.jpg'))
  expect(tray.refused()).toEqual([])
})

test('[CL11] the twenty-first is told and left out; what could not be shrunk counts as it is', async () => {
  const { tray, asked } = aTray()
  tray.add(photos(...Array.from({ length: 21 }, (_, i) => `${i + 1}.jpg`)))
  expect([tray.items().length, tray.refused()]).toEqual([20, [{ name: '21.jpg', why: 'too-many' }]])
  await turn()
  const large = { kind: 'file', name: '1.jpg', body: { size: limits.maxCarriedBytes } as Blob } as const
  asked[0]?.done(large)
  await turn()
  expect(tray.refused().at(-1)).toEqual({ name: '1.jpg', why: 'too-much' })
})

test('what was taken back lies in the tray again as it was', () => {
  const { tray } = aTray()
  tray.putBack([ready('1.jpg')])
  expect(tray.items()).toMatchObject([{ name: '1.jpg', size: 11, url: 'blob:0' }])
  expect(tray.isReady()).toBe(true)
})

test('[CL33] what lies on the device comes into the tray once; what another tab took away goes, and what is new here stays', async () => {
  const { tray, asked } = aTray()
  const kept = (n: number) => ({ ...ready(`${n}.jpg`), kept: { id: clientId(n), at: n, original: clientId(n, 2) } })
  const names = () => tray.items().map(({ name }) => name)
  tray.lies([kept(1), kept(2)], new Set())
  tray.lies([kept(1), kept(2)], new Set([clientId(1), clientId(2)]))
  expect(names()).toEqual(['1.jpg', '2.jpg'])
  tray.add(photos('3.jpg'))
  await turn()
  asked[0]?.done(ready('3.jpg'))
  await turn()
  tray.lies([kept(2), kept(4)], new Set([clientId(1), clientId(2)]))
  expect(names()).toEqual(['2.jpg', '3.jpg', '4.jpg'])
})

test('[CL33] the device is told what is chosen, taken out and sent; what is sent keeps what it was made of', async () => {
  const told: [string, ...string[]][] = []
  const { tray, asked } = aTray({
    put: ({ name }, chosen) => told.push(['put', name, chosen?.name ?? '']),
    drop: ({ name }) => told.push(['drop', name]),
    sent: (items) => told.push(['sent', ...items.map(({ name }) => name)]),
  })
  tray.add(photos('1.jpg', '2.jpg'))
  await turn()
  asked[0]?.done(ready('1.jpg'))
  await turn()
  asked[1]?.done(ready('2.jpg'))
  await turn()
  tray.remove(tray.items()[0]!.key)
  const taken = tray.take()
  expect(told).toEqual([
    ['put', '1.jpg', '1.jpg'],
    ['put', '2.jpg', '2.jpg'],
    ['drop', '1.jpg'],
  ])
  tray.sent(taken)
  tray.putBack(taken)
  expect(told.slice(3)).toEqual([
    ['sent', '2.jpg'],
    ['put', '2.jpg', ''],
  ])
})
