import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import { keptTilesOf } from '../../store/map/kept-tiles.ts'
import { createLivePositions } from '../../store/map/live-positions.ts'
import { type MapMark, marksOf } from '../../store/map/map-marks.ts'
import { mapSettingOf } from '../../store/map/map-setting.ts'
import { createOwnFix } from '../../store/map/own-fix.ts'
import { createRoomPlaces } from '../../store/map/room-places.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/room-map.css'
import { mapWords } from '../../words/map.ts'
import { later } from '../controls/later.tsx'
import type { MapHandle, MapLayer, TilesStanding } from './map-canvas.tsx'
import { MapList } from './map-list.tsx'
import { LayerButton, MapButtons, MapSource } from './map-tools.tsx'
import { OwnProblem } from './own-problem.tsx'
import { ShareHere } from './share-here.tsx'

const MapCanvas = later(() => import('./map-canvas.tsx').then((file) => file.MapCanvas))

export type RoomMapProps = { session: RoomSession; navigation: Navigation; item: string | null; now: EpochMs }

const firstZoom = 13
const tickMs = 10_000

/** Everything of a room that has a place: on a map, and in a list for whom the map is of no use. */
export function RoomMap(props: RoomMapProps) {
  const { session, navigation } = props
  const { view } = session
  const wanted = /^[1-9]\d{0,14}$/.test(props.item ?? '') ? Number(props.item) : null
  const setting = mapSettingOf(session.api)
  const kept = keptTilesOf(session)
  const places = createRoomPlaces(session, wanted)
  const positions = createLivePositions(session, () => Date.now())
  const now = createTick()
  const nameOf = (no: number) => view.member(no)?.name ?? ''
  const marks = createMemo(() => marksOf({ entries: places.entries(), positions: positions(), nameOf, now: now() }))
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [group, setGroup] = createSignal<readonly string[]>([])
  const [layer, setLayer] = createSignal<MapLayer>('std')
  const [tiles, setTiles] = createSignal<TilesStanding>('there')
  const [handle, setHandle] = createSignal<MapHandle | null>(null)
  const own = createOwnFix((fix) => handle()?.show(fix))

  const fitAll = () => handle()?.fit(marks().map(({ place }) => place))
  const choose = (id: string) => {
    setChosen(id)
    const mark = marks().find((one) => one.id === id)
    if (mark) handle()?.show(mark.place)
  }
  showFirst({ marks, handle, isKnown: () => places.state() !== 'asking', wanted, choose, fitAll })
  return (
    <div class="room-map">
      <div class="map-side">
        <Show when={setting()}>
          {(drawnWith) => (
            <MapCanvas
              label={mapWords.map(view.facts()?.name ?? '')}
              setting={drawnWith()}
              layer={layer()}
              center={drawnWith().center}
              zoom={firstZoom}
              marks={marks()}
              chosen={chosen()}
              own={own.fix()}
              onChoose={choose}
              onGroup={setGroup}
              kept={kept}
              onTiles={setTiles}
              onReady={setHandle}
            />
          )}
        </Show>
        <LayerButton layer={layer()} onChoose={setLayer} />
        <MapButtons isLooking={own.isLooking()} onOwn={own.ask} onAll={marks().length > 0 ? fitAll : null} />
        <Show when={tiles() !== 'there' && tiles()}>
          {(standing) => (
            <p class="map-notice map-no-tiles" role="alert">
              {standing() === 'device' ? mapWords.keptTiles : mapWords.noTiles}
            </p>
          )}
        </Show>
        <MapSource />
      </div>
      <div class="map-beside">
        <OwnProblem problem={own.problem()} />
        <ShareHere session={session} navigation={navigation} />
        <MapList
          session={session}
          navigation={navigation}
          marks={marks()}
          places={places}
          chosen={chosen()}
          group={group()}
          onCloseGroup={() => setGroup([])}
          now={now()}
          onChoose={choose}
        />
      </div>
    </div>
  )
}

/** Ages on the map are told in seconds at first. */
function createTick() {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => document.visibilityState === 'visible' && setNow(Date.now()), tickMs)
  onCleanup(() => clearInterval(timer))
  return now
}

type FirstLook = {
  marks: () => readonly MapMark[]
  handle: () => MapHandle | null
  isKnown: () => boolean
  wanted: number | null
  choose: (id: string) => void
  fitAll: () => void
}

/** Once all is there: the entry that the address names, or everything. After that the map stays where somebody moved it. */
function showFirst({ marks, handle, isKnown, wanted, choose, fitAll }: FirstLook): void {
  let isShown = false
  createEffect(() => {
    if (isShown || handle() === null || !isKnown() || marks().length === 0) return
    isShown = true
    const named = marks().find(({ seq }) => wanted !== null && seq === wanted)
    if (named) choose(named.id)
    else fitAll()
  })
}
