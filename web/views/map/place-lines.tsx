import { For } from 'solid-js'
import { decimalWords, dmsWords, type LatLon } from '../../../core/place.ts'

/** A place as it is read out on the radio: in decimals, and in degrees, minutes and seconds. */
export function PlaceLines(props: { place: LatLon }) {
  return (
    <>
      <p class="place-decimal">{decimalWords(props.place)}</p>
      <p class="place-dms">
        <For each={dmsWords(props.place).split(' ')}>{(angle) => <span>{angle} </span>}</For>
      </p>
    </>
  )
}
