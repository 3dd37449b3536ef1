import Supercluster from 'supercluster'
import type { LatLon } from '../../../core/place.ts'
import type { MapMark } from './map-marks.ts'

/** Marks that lie too close together to be told apart at a zoom. */
export type MapCluster = LatLon & { id: string; count: number }

/** What is to be seen at a zoom: each mark is one of `marks`, or in one of the clusters. */
export type SeenMarks = { marks: MapMark[]; clusters: MapCluster[] }

export type MapClusters = {
  seen: (zoom: number) => SeenMarks
  /** The zoom at which this cluster falls apart; null: what is in it lies at one point. */
  splitsAt: (id: string) => number | null
  /** What is in it, as it is ordered in the list. */
  marksIn: (id: string) => MapMark[]
}

/** A mark is 44 px wide. Middles of two clusters may come nearer to each other than this, by about a third. */
const radiusPx = 68
const tilePx = 256
const wholeWorld: [number, number, number, number] = [-180, -85, 180, 85]

/** People and the chosen mark always stand by themselves. */
export function clusterMarks(marks: readonly MapMark[], chosen: string | null, maxZoom: number): MapClusters {
  const isAlone = ({ kind, id }: MapMark) => kind === 'live' || id === chosen
  const together = marks.filter((mark) => !isAlone(mark))
  const index = new Supercluster<{ at: number }>({ radius: radiusPx, extent: tilePx, maxZoom })
  index.load(
    together.map(({ place: { lat, lon } }, at) => ({
      ...{ type: 'Feature', properties: { at } },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  )
  const numberOf = (id: string) => Number(id.slice(prefix.length))
  return {
    seen(zoom) {
      const seen: SeenMarks = { marks: marks.filter(isAlone), clusters: [] }
      for (const { geometry, properties } of index.getClusters(wholeWorld, Math.round(zoom))) {
        const [lon = 0, lat = 0] = geometry.coordinates
        if ('cluster' in properties)
          seen.clusters.push({ id: `${prefix}${properties.cluster_id}`, count: properties.point_count, lat, lon })
        else seen.marks.push(together[properties.at] as MapMark)
      }
      return seen
    },
    splitsAt(id) {
      const zoom = index.getClusterExpansionZoom(numberOf(id))
      return zoom > maxZoom ? null : zoom
    },
    marksIn: (id) =>
      index
        .getLeaves(numberOf(id), Number.POSITIVE_INFINITY)
        .map(({ properties }) => properties.at)
        .sort((a, b) => a - b)
        .map((at) => together[at] as MapMark),
  }
}

const prefix = 'cluster-'
