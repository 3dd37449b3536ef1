import { divIcon, type LayerGroup, Marker, marker } from 'leaflet'
import type { LatLon } from '../../../core/place.ts'
import type { MapCluster } from '../../store/map/map-clusters.ts'
import type { MapMark } from '../../store/map/map-marks.ts'
import { mapWords } from '../../words/map.ts'
import { mapOutlines } from './map-outlines.ts'

const svg = 'http://www.w3.org/2000/svg'
const outlineOf = { place: mapOutlines.place, photo: mapOutlines.camera, live: mapOutlines.person } as const
const sizePx = 44

/** A mark as a button on the map; drawn by our own stylesheet, with no picture of Leaflet's. */
export function markerOf(mark: MapMark, choose: () => void): Marker {
  const body = document.createElement('span')
  body.className = `map-mark map-mark-${mark.kind}`
  body.classList.toggle('map-mark-last', mark.kind === 'live' && !mark.isLive)
  body.append(iconOf(outlineOf[mark.kind]))
  if (mark.kind === 'live') body.append(nameOf(mark.name))
  const isPin = mark.kind === 'place'
  const icon = divIcon({
    ...{ html: body, className: 'map-button', iconSize: [sizePx, sizePx] },
    iconAnchor: [sizePx / 2, isPin ? sizePx - 4 : sizePx / 2],
  })
  const drawn = marker([mark.place.lat, mark.place.lon], { icon, keyboard: true, alt: mark.id })
  const label = [mapWords.kinds[mark.kind], mark.name, mark.word].filter(Boolean).join(' ')
  drawn.on('add', () => dress(drawn, { id: mark.id, label }, choose))
  drawn.on('click', choose)
  return drawn
}

/** Marks that lie together, as a button that says how many. */
export function clusterMarker({ id, count, lat, lon }: MapCluster, open: () => void): Marker {
  const body = document.createElement('span')
  body.className = 'map-cluster'
  body.textContent = `${count}`
  const icon = divIcon({ html: body, className: 'map-button', iconSize: [sizePx, sizePx] })
  const drawn = marker([lat, lon], { icon, keyboard: true, alt: id })
  drawn.on('add', () => dress(drawn, { id, label: mapWords.cluster(count) }, open))
  drawn.on('click', open)
  return drawn
}

function dress(drawn: Marker, { id, label }: { id: string; label: string }, choose: () => void): void {
  const element = drawn.getElement()
  if (!element) return
  element.dataset['mark'] = id
  element.setAttribute('aria-label', label)
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    choose()
  })
}

/** Where this device is. */
export function ownMarker({ lat, lon }: LatLon): Marker {
  const body = document.createElement('span')
  body.className = 'map-own'
  const icon = divIcon({ html: body, className: 'map-button', iconSize: [24, 24], iconAnchor: [12, 12] })
  const drawn = marker([lat, lon], { icon, interactive: false, keyboard: false })
  drawn.on('add', () => {
    drawn.getElement()?.setAttribute('role', 'img')
    drawn.getElement()?.setAttribute('aria-label', mapWords.ownHere)
  })
  return drawn
}

/** Shows which mark is chosen. */
export function tellChosen(marks: LayerGroup, chosen: string | null): void {
  marks.eachLayer((layer) => {
    if (!(layer instanceof Marker)) return
    const isChosen = layer.options.alt === chosen
    layer.getElement()?.classList.toggle('map-chosen', isChosen)
    layer.setZIndexOffset(isChosen ? 1_000 : 0)
  })
}

function iconOf(outline: string): SVGElement {
  const icon = document.createElementNS(svg, 'svg')
  const path = document.createElementNS(svg, 'path')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('class', 'icon')
  icon.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', outline)
  icon.append(path)
  return icon
}

function nameOf(text: string): HTMLElement {
  const name = document.createElement('span')
  name.className = 'map-name'
  name.textContent = text
  return name
}
