import { createSignal, Show } from 'solid-js'
import { type LatLon, roundedPlace } from '../../../core/place.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import { keptTilesOf } from '../../store/map/kept-tiles.ts'
import { mapSettingOf } from '../../store/map/map-setting.ts'
import { createOwnFix } from '../../store/map/own-fix.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/place-on-map.css'
import { choosingWords, mapWords } from '../../words/map.ts'
import { later } from '../controls/later.tsx'
import type { MapHandle, TilesStanding } from './map-canvas.tsx'
import { MapButtons, MapSource } from './map-tools.tsx'
import { OwnProblem } from './own-problem.tsx'
import { PlaceLines } from './place-lines.tsx'

const MapCanvas = later(() => import('./map-canvas.tsx').then((file) => file.MapCanvas))

const [townZoom, placeZoom] = [13, 16]

/** A place under the mark in the middle of a map. */
export function PlaceOnMap(props: { session: RoomSession; onSend: (place: GeoPlace) => void }) {
  const { session } = props
  const setting = mapSettingOf(session.api)
  const near = lastPlace(session)
  const [center, setCenter] = createSignal<LatLon | null>(near)
  const [handle, setHandle] = createSignal<MapHandle | null>(null)
  const [tiles, setTiles] = createSignal<TilesStanding>('there')
  const kept = keptTilesOf(session)
  const own = createOwnFix((fix) => handle()?.show(fix))
  return (
    <Show when={setting()}>
      {(drawnWith) => {
        const at = () => roundedPlace(center() ?? drawnWith().center)
        return (
          <>
            <p class="place-quiet">{choosingWords.explain}</p>
            <div class="choosing">
              <MapCanvas
                label={choosingWords.map}
                setting={drawnWith()}
                layer="std"
                center={near ?? drawnWith().center}
                zoom={near ? placeZoom : townZoom}
                marks={noMarks}
                chosen={null}
                own={own.fix()}
                onChoose={() => {}}
                kept={kept}
                onTiles={setTiles}
                onMove={setCenter}
                onReady={setHandle}
              />
              <div class="choosing-pin" aria-hidden="true" />
              <MapButtons isLooking={own.isLooking()} onOwn={own.ask} onAll={null} />
              <MapSource />
            </div>
            <Show when={tiles() === 'none'}>
              <p class="field-problem" role="alert">
                {mapWords.noTilesHere}
              </p>
            </Show>
            <OwnProblem problem={own.problem()} />
            <div aria-live="polite">
              <PlaceLines place={at()} />
            </div>
            <button type="button" class="button primary wide" onClick={() => props.onSend({ ...at(), source: 'map' })}>
              {choosingWords.send}
            </button>
          </>
        )
      }}
    </Show>
  )
}

const noMarks: readonly never[] = []

/** Where something was said to be last: what is chosen is often near it. */
function lastPlace({ view }: RoomSession): LatLon | null {
  const entries = [...view.held.timeline.entries.values()]
  const last = entries.findLast((entry) => entry.kind === 'message' && entry.place !== undefined)
  return last?.kind === 'message' && last.place ? last.place : null
}
