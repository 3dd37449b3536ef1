import { For, Show } from 'solid-js'
import '../../style/map-tools.css'
import { mapWords } from '../../words/map.ts'
import { Icon } from '../controls/icon.tsx'
import type { MapLayer } from './map-canvas.tsx'
import { mapOutlines } from './map-outlines.ts'

const layers: readonly MapLayer[] = ['std', 'pale']

/** Which of the two maps is drawn. */
export function LayerButton(props: { layer: MapLayer; onChoose: (layer: MapLayer) => void }) {
  return (
    <fieldset class="map-layers" aria-label={mapWords.layer}>
      <For each={layers}>
        {(layer) => (
          <button type="button" aria-pressed={props.layer === layer} onClick={() => props.onChoose(layer)}>
            {mapWords.layers[layer]}
          </button>
        )}
      </For>
    </fieldset>
  )
}

/** Where one is, and everything at once. */
export function MapButtons(props: { isLooking: boolean; onOwn: () => void; onAll: (() => void) | null }) {
  return (
    <div class="map-tools">
      <button type="button" class="map-tool" aria-label={mapWords.own} onClick={() => props.onOwn()}>
        <Icon outline={mapOutlines.target} />
        <Show when={props.isLooking}>
          <span class="map-tool-busy" role="status">
            <span class="sr-only">{mapWords.loading}</span>
          </span>
        </Show>
      </button>
      <Show when={props.onAll}>
        {(all) => (
          <button type="button" class="map-tool" aria-label={mapWords.all} onClick={() => all()()}>
            <Icon outline={mapOutlines.whole} />
          </button>
        )}
      </Show>
    </div>
  )
}

/** Whose map it is, as its makers ask for it. */
export function MapSource() {
  return (
    <a class="map-source" href="https://maps.gsi.go.jp/development/ichiran.html" target="_blank" rel="noopener">
      {mapWords.source}
    </a>
  )
}
