import { expect, test } from 'vitest'
import { clusterMarks } from '../../../web/store/map/map-clusters.ts'
import type { MapMark } from '../../../web/store/map/map-marks.ts'

const maxZoom = 18
const mark = (n: number, lat: number, lon: number, kind: MapMark['kind'] = 'photo'): MapMark => ({
  ...{ id: `${kind}-${n}`, kind, place: { lat, lon, source: 'gps' }, no: 1, name: '', word: '', at: n },
  ...{ seq: n, thumb: null, isLive: false },
})
/** Ten at one place, ten a hundred metres on, one in another town. */
const marks = [
  ...Array.from({ length: 10 }, (_, n) => mark(n, 36.3, 140.3)),
  ...Array.from({ length: 10 }, (_, n) => mark(10 + n, 36.301, 140.3)),
  mark(20, 35.1, 139.2),
]
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id)

test('[MP14] at each zoom every mark is seen once, by itself or in the number of a cluster', () => {
  const clusters = clusterMarks(marks, null, maxZoom)
  for (let zoom = 5; zoom <= maxZoom; zoom += 0.5) {
    const seen = clusters.seen(zoom)
    const within = seen.clusters.flatMap(({ id, count }) => {
      const held = clusters.marksIn(id)
      expect(held).toHaveLength(count)
      return held
    })
    expect(ids([...seen.marks, ...within]).sort()).toEqual(ids(marks).sort())
  }
  expect(clusters.seen(10).clusters.map(({ count }) => count)).toEqual([20])
  expect(clusters.seen(18).clusters.map(({ count }) => count)).toEqual([10, 10])
})

test('[MP14] a cluster falls apart at a zoom, or lies at one point and has a list in the order of the marks', () => {
  const clusters = clusterMarks(marks, null, maxZoom)
  const [both] = clusters.seen(10).clusters
  const splits = clusters.splitsAt(both!.id)
  expect(splits).toBeGreaterThan(10)
  expect(clusters.seen(splits!).clusters).toHaveLength(2)
  for (const { id } of clusters.seen(splits!).clusters) expect(clusters.splitsAt(id)).toBeNull()
  expect(ids(clusters.marksIn(both!.id))).toEqual(ids(marks.slice(0, 20)))
})

test('[MP14] people and what is chosen are in no cluster', () => {
  const all = [...marks, mark(1, 36.3, 140.3, 'live'), mark(2, 36.3, 140.3, 'live')]
  const seen = clusterMarks(all, 'photo-3', maxZoom).seen(10)
  expect(ids(seen.marks).sort()).toEqual(['live-1', 'live-2', 'photo-20', 'photo-3'])
  expect(seen.clusters.map(({ count }) => count)).toEqual([19])
})
