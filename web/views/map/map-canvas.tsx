import {
  type Coords,
  circle,
  type DoneCallback,
  type Layer,
  type LayerGroup,
  type Map as LeafletMap,
  layerGroup,
  map as leafletMap,
  TileLayer,
} from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { createEffect, createMemo, createSignal, on, onCleanup, onMount } from 'solid-js'
import type { LatLon } from '../../../core/place.ts'
import type { MapSetting } from '../../../protocol/room-map.ts'
import type { KeptTiles } from '../../store/map/kept-tiles.ts'
import { clusterMarks, type MapClusters } from '../../store/map/map-clusters.ts'
import type { MapMark } from '../../store/map/map-marks.ts'
import '../../style/map-canvas.css'
import { mapWords } from '../../words/map.ts'
import { clusterMarker, markerOf, ownMarker, tellChosen } from './map-marker.ts'

export type MapLayer = 'std' | 'pale'

/** Whether the pictures of the map come. device: those alone that were seen before. */
export type TilesStanding = 'there' | 'device' | 'none'

/** What others ask of a map that is there. */
export type MapHandle = {
  show: (place: LatLon) => void
  /** All of these at once. */
  fit: (places: readonly LatLon[]) => void
}

export type MapCanvasProps = {
  label: string
  setting: MapSetting
  layer: MapLayer
  /** What it shows first. */
  center: LatLon
  zoom: number
  marks: readonly MapMark[]
  chosen: string | null
  own: (LatLon & { accuracyM?: number | undefined }) | null
  onChoose: (id: string) => void
  /** Somebody wants to see what lies at one point. */
  onGroup?: (ids: readonly string[]) => void
  kept: KeptTiles
  onTiles: (standing: TilesStanding) => void
  onMove?: (center: LatLon) => void
  onReady: (handle: MapHandle) => void
}

/** The ground of 地理院タイル. */
const [minZoom, maxZoom] = [5, 18]
const closeZoom = 16
const zoomEndsMs = 500

/** A map of pictures with marks on it. Asks for no picture that is not on screen. */
export function MapCanvas(props: MapCanvasProps) {
  let host!: HTMLDivElement
  onMount(() => {
    const map = createMap(host, props)
    const marks = layerGroup().addTo(map)
    const own = layerGroup().addTo(map)
    createEffect(() => drawTiles(map, props))
    const drawn: Drawn = new Map()
    const [zoom, setZoom] = createSignal(map.getZoom())
    map.on('zoomend', () => setZoom(map.getZoom()))
    const clusters = createMemo(() => clusterMarks(props.marks, props.chosen, maxZoom))
    createEffect(() => drawMarks(marks, drawn, wantedAt(map, clusters(), zoom(), props)))
    createEffect(() => drawOwn(own, props.own))
    createEffect(
      on(
        () => [props.chosen, clusters(), zoom()] as const,
        ([chosen]) => tellChosen(marks, chosen),
      ),
    )
    const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }))
    resized.observe(host)
    props.onReady(handleOf(map))
    onCleanup(() => {
      resized.disconnect()
      // A zoom that is under way still asks for its panes when it ends (Leaflet 1.9.4).
      setTimeout(() => map.remove(), zoomEndsMs)
    })
  })
  return <div ref={host} class="map-canvas" role="application" aria-label={props.label} />
}

function createMap(host: HTMLElement, props: MapCanvasProps): LeafletMap {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = leafletMap(host, {
    ...{ minZoom, maxZoom, attributionControl: false, zoomControl: false, boxZoom: false },
    ...(isCalm && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
    center: [props.center.lat, props.center.lon],
    zoom: props.zoom,
  })
  map.on('move', () => {
    const { lat, lng: lon } = map.getCenter().wrap()
    props.onMove?.({ lat, lon })
  })
  const buttons = zoomButtons(map)
  host.append(buttons)
  return map
}

function zoomButtons(map: LeafletMap): HTMLElement {
  const bar = document.createElement('div')
  bar.className = 'map-zoom'
  for (const [words, sign, step] of [
    [mapWords.zoomIn, '＋', 1],
    [mapWords.zoomOut, '−', -1],
  ] as const) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = sign
    button.setAttribute('aria-label', words)
    button.addEventListener('click', () => map.setZoom(map.getZoom() + step))
    bar.append(button)
  }
  // What is pressed here does not move the map under it.
  for (const event of ['pointerdown', 'mousedown', 'touchstart', 'dblclick', 'keydown'])
    bar.addEventListener(event, (it) => it.stopPropagation())
  return bar
}

/** The tiles of a layer, until it changes. Says whether any of those on screen came, and from where. */
function drawTiles(map: LeafletMap, props: MapCanvasProps): void {
  const address = props.setting.tiles.replace('{layer}', props.layer)
  let from = { network: 0, device: 0, nowhere: 0 }
  const tell = () => {
    const isCut = from.nowhere > 0 || !navigator.onLine
    props.onTiles(from.network > 0 || !isCut ? 'there' : from.device > 0 ? 'device' : 'none')
  }
  const note = (whence: keyof typeof from) => {
    from[whence] += 1
    tell()
  }
  const tiles = new Tiles(address, props.kept, note)
  tiles.on('loading', () => {
    from = { network: 0, device: 0, nowhere: 0 }
  })
  tiles.addTo(map)
  onCleanup(() => tiles.remove())
}

class Tiles extends TileLayer {
  constructor(
    address: string,
    private readonly kept: KeptTiles,
    private readonly note: (whence: 'network' | 'device' | 'nowhere') => void,
  ) {
    super(address, { minZoom, maxZoom, updateWhenIdle: true, keepBuffer: 1 })
  }

  override createTile(at: Coords, done: DoneCallback): HTMLElement {
    const tile = document.createElement('img')
    tile.alt = ''
    this.kept.load(tile, this.getTileUrl(at)).then(
      (whence) => {
        this.note(whence)
        done(undefined, tile)
      },
      (problem) => {
        this.note('nowhere')
        done(problem, tile)
      },
    )
    return tile
  }
}

type Drawn = Map<string, { looks: string; layers: Layer[] }>
type Wanted = Map<string, { looks: string; make: () => Layer[] }>

/** What is to be seen at a zoom: marks, and in the place of those that would lie over each other a number. */
function wantedAt(map: LeafletMap, clusters: MapClusters, zoom: number, props: MapCanvasProps): Wanted {
  const seen = clusters.seen(zoom)
  const open = (id: string, center: LatLon) => {
    const splits = clusters.splitsAt(id)
    if (splits === null) return props.onGroup?.(clusters.marksIn(id).map((mark) => mark.id))
    // The number goes; whoever came to it by keyboard stays on the map.
    map.getContainer().focus({ preventScroll: true })
    map.setView([center.lat, center.lon], splits)
  }
  const wanted: Wanted = new Map()
  for (const mark of seen.marks) {
    const make = () => [...circleOf(mark), markerOf(mark, () => props.onChoose(mark.id))]
    wanted.set(mark.id, { looks: JSON.stringify(mark), make })
  }
  for (const cluster of seen.clusters)
    wanted.set(cluster.id, {
      looks: JSON.stringify(cluster),
      make: () => [clusterMarker(cluster, () => open(cluster.id, cluster))],
    })
  return wanted
}

/** Only what changed is drawn anew: whoever has come to a mark by keyboard stays there. */
function drawMarks(group: LayerGroup, drawn: Drawn, wanted: Wanted): void {
  for (const [id, { looks, layers }] of drawn) {
    if (wanted.get(id)?.looks === looks) continue
    for (const layer of layers) group.removeLayer(layer)
    drawn.delete(id)
  }
  for (const [id, { looks, make }] of wanted) {
    if (drawn.has(id)) continue
    const layers = make()
    for (const layer of layers) group.addLayer(layer)
    drawn.set(id, { looks, layers })
  }
}

function circleOf({ kind, place: { lat, lon, accuracyM } }: MapMark): Layer[] {
  if (accuracyM === undefined || accuracyM === 0) return []
  return [circle([lat, lon], { radius: accuracyM, interactive: false, className: `map-circle map-circle-${kind}` })]
}

function drawOwn(layer: LayerGroup, own: MapCanvasProps['own']): void {
  layer.clearLayers()
  if (own === null) return
  const { lat, lon, accuracyM = 0 } = own
  circle([lat, lon], { radius: accuracyM, interactive: false, className: 'map-circle map-circle-own' }).addTo(layer)
  ownMarker(own).addTo(layer)
}

const handleOf = (map: LeafletMap): MapHandle => ({
  show: ({ lat, lon }) => void map.setView([lat, lon], Math.max(map.getZoom(), closeZoom)),
  fit(places) {
    const [first] = places
    if (!first) return
    if (places.length === 1) return void map.setView([first.lat, first.lon], closeZoom)
    map.fitBounds(
      places.map(({ lat, lon }) => [lat, lon] as [number, number]),
      { padding: [44, 44], maxZoom: closeZoom },
    )
  },
})
