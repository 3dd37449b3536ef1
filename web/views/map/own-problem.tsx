import { Show } from 'solid-js'
import { platformOf } from '../../store/device/platform.ts'
import type { LocatingProblem } from '../../store/map/locating.ts'
import { locatingMending, locatingTitle } from '../../words/places.ts'

/** Why this device does not say where it is, and what mends it. */
export function OwnProblem(props: { problem: LocatingProblem | null }) {
  return (
    <Show when={props.problem}>
      {(why) => (
        <div class="map-notice" role="alert">
          <p class="field-problem">{locatingTitle[why()]}</p>
          <p>{locatingMending(why(), platformOf(navigator), !navigator.onLine)}</p>
        </div>
      )}
    </Show>
  )
}
