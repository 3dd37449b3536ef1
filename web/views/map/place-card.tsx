import { createSignal, onCleanup, Show } from 'solid-js'
import { placeLines } from '../../../core/place.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import { platformOf } from '../../store/device/platform.ts'
import { gsiMap, phoneMap } from '../../store/map/map-links.ts'
import { exactnessWords } from '../../store/map/place-exactness.ts'
import '../../style/place-card.css'
import { placeCardWords } from '../../words/place-card.ts'
import { Icon } from '../controls/icon.tsx'
import { PlaceLines } from './place-lines.tsx'
import { placeOutline } from './place-outline.ts'

export type PlaceCardProps = {
  place: GeoPlace
  /** The text of the message. */
  word: string
  /** When others got it, or it was written. */
  sentAt: EpochMs
  /** Opens the map of the room on it. */
  onMap?: () => void
}

/** The place of a message: to be read out, copied, or opened on a map. */
export function PlaceCard(props: PlaceCardProps) {
  const exactness = () => exactnessWords(props.place, props.sentAt)
  return (
    <section class="place-card" aria-label={placeCardWords.label}>
      <div class="place-lines" ref={selectable}>
        <Icon outline={placeOutline} />
        <div>
          <PlaceLines place={props.place} />
          <Show when={exactness() !== ''}>
            <p class="place-exactness">{exactness()}</p>
          </Show>
        </div>
      </div>
      <div class="place-buttons">
        <CopyButton lines={() => placeLines(props.place, props.word)} />
        <Show when={props.onMap}>
          {(open) => (
            <button type="button" class="small-button" onClick={() => open()()}>
              {placeCardWords.ownMap}
            </button>
          )}
        </Show>
        <a class="small-button" href={gsiMap(props.place)} target="_blank" rel="noopener">
          {placeCardWords.map}
        </a>
        <Show when={phoneMap(props.place, platformOf(navigator))}>
          {(href) => (
            <a class="small-button" href={href()} target={isWebsite(href()) ? '_blank' : undefined} rel="noopener">
              {placeCardWords.phoneMap}
            </a>
          )}
        </Show>
      </div>
    </section>
  )
}

const isWebsite = (href: string) => href.startsWith('http')

const toldMs = 2_500

function CopyButton(props: { lines: () => string[] }) {
  const [told, setTold] = createSignal<'copy' | 'copied' | 'copyFailed'>('copy')
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  async function copy(): Promise<void> {
    const text = props.lines().join('\n')
    // A page that is not secure has no clipboard.
    const isCopied = await Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => true,
        () => false,
      )
    setTold(isCopied ? 'copied' : 'copyFailed')
    clearTimeout(timer)
    timer = setTimeout(() => setTold('copy'), toldMs)
  }
  return (
    <button type="button" class="small-button" onClick={() => void copy()}>
      <span aria-live="polite">{placeCardWords[told()]}</span>
    </button>
  )
}

/** A long press on it chooses what is written, and does not open the message's menu. */
function selectable(part: HTMLElement): void {
  for (const event of ['pointerdown', 'contextmenu'] as const)
    part.addEventListener(event, (it) => it.stopPropagation())
}
