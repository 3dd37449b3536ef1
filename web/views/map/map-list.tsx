import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { MapMark } from '../../store/map/map-marks.ts'
import type { RoomPlaces } from '../../store/map/room-places.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { mapWords } from '../../words/map.ts'
import { MapItem } from './map-item.tsx'

export type MapListProps = {
  session: RoomSession
  navigation: Navigation
  marks: readonly MapMark[]
  places: RoomPlaces
  chosen: string | null
  now: EpochMs
  /** What lies at one point and was asked for. */
  group: readonly string[]
  onCloseGroup: () => void
  onChoose: (id: string) => void
}

/** What is on the map, in words. */
export function MapList(props: MapListProps) {
  let list!: HTMLUListElement
  const { places } = props
  // By id, so that a row stays the same row when what it says changes.
  const ids = createMemo(() => props.marks.map(({ id }) => id))
  const marks = createMemo(() => new Map(props.marks.map((mark) => [mark.id, mark])))
  createEffect(
    on(
      () => props.chosen,
      (chosen) => {
        if (chosen === null) return
        queueMicrotask(() =>
          list.querySelector(`[data-mark="${CSS.escape(chosen)}"]`)?.scrollIntoView({ block: 'nearest' }),
        )
      },
    ),
  )
  const row = (id: string) => (
    <Show when={marks().get(id)}>
      {(mark) => (
        <MapItem
          session={props.session}
          navigation={props.navigation}
          mark={mark()}
          isChosen={props.chosen === id}
          now={props.now}
          onChoose={() => props.onChoose(id)}
        />
      )}
    </Show>
  )
  return (
    <>
      <Show when={props.group.length > 0}>
        <Group ids={props.group} row={row} onClose={props.onCloseGroup} />
      </Show>
      <section class="map-list" aria-label={mapWords.list}>
        <h2>
          {mapWords.list} <span class="quiet">{mapWords.count(ids().length)}</span>
        </h2>
        <Show when={places.state() === 'failed'}>
          <p class="map-notice" role="alert">
            {mapWords.failed}
          </p>
        </Show>
        <ul ref={list}>
          <For each={ids()}>{row}</For>
        </ul>
        <Show when={places.state() === 'asking'}>
          <p class="quiet" role="status">
            {mapWords.loading}
          </p>
        </Show>
        <Show when={places.state() === 'known' && ids().length === 0}>
          <p class="quiet">{mapWords.empty}</p>
        </Show>
        <Show when={places.state() === 'failed' || (places.state() === 'known' && places.hasOlder())}>
          <button type="button" class="button wide" onClick={places.ask}>
            {places.state() === 'failed' ? mapWords.again : mapWords.older}
          </button>
        </Show>
      </section>
    </>
  )
}

/** What lies at one point, over the list of everything. Whoever asked for it is brought there. */
function Group(props: { ids: readonly string[]; row: (id: string) => JSX.Element; onClose: () => void }) {
  let heading!: HTMLHeadingElement
  createEffect(
    on(
      () => props.ids,
      () => queueMicrotask(() => heading.focus()),
    ),
  )
  return (
    <section class="map-list" aria-label={mapWords.group}>
      <h2 ref={heading} tabindex="-1">
        {mapWords.group} <span class="quiet">{mapWords.count(props.ids.length)}</span>
      </h2>
      <ul>
        <For each={props.ids}>{props.row}</For>
      </ul>
      <button type="button" class="button wide" onClick={() => props.onClose()}>
        {mapWords.closeGroup}
      </button>
    </section>
  )
}
