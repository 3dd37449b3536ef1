import { createSignal, createUniqueId, For, Show } from 'solid-js'
import type { Storage } from '../../../protocol/http.ts'
import type { Navigation } from '../../store/navigation.ts'
import { fullness, storageWords } from '../../store/settings/storage-words.ts'
import { organizationWords } from '../../words/organization.ts'

const { storage: words, full } = organizationWords
const firstRooms = 5

/** How full it is, what holds most, and what can be done about it. */
export function OrganizationStorage(props: { storage: Storage; quota: number; navigation: Navigation }) {
  const id = createUniqueId()
  const [isWhole, setIsWhole] = createSignal(false)
  const standing = () => fullness(props.storage.bytes, props.quota)
  const used = () => words.used(props.storage.bytes, props.quota)
  const rooms = () => props.storage.rooms.filter(({ bytes }) => bytes > 0)
  const shown = () => (isWhole() ? rooms() : rooms().slice(0, firstRooms))
  return (
    <section class="card organization-storage" aria-labelledby={id}>
      <h2 id={id}>{words.title}</h2>
      <p class="organization-used">
        <b>{words.percent(standing().percent)}</b>
        <span>{used()}</span>
      </p>
      <meter
        class={`fullness fullness-${standing().state}`}
        min="0"
        max="100"
        value={standing().percent}
        aria-labelledby={id}
        aria-valuetext={`${words.percent(standing().percent)} ${used()}`}
      />
      <p class="organization-state" role="status">
        {words.state[standing().state]}
      </p>
      <h3>{words.rooms}</h3>
      <ul class="organization-rooms">
        <For
          each={shown()}
          fallback={
            <Show when={props.storage.others.bytes === 0}>
              <li class="quiet">{words.none}</li>
            </Show>
          }
        >
          {(room) => (
            <li>
              <button
                type="button"
                onClick={() => props.navigation.go({ at: 'room-page', roomId: room.roomId, page: 'album', item: null })}
              >
                <span>{room.name}</span>
                <b>{storageWords(room.bytes)}</b>
              </button>
            </li>
          )}
        </For>
        <Show when={props.storage.others.bytes > 0}>
          <li class="organization-others">
            <span>{words.others(props.storage.others.rooms)}</span>
            <b>{storageWords(props.storage.others.bytes)}</b>
          </li>
        </Show>
      </ul>
      <Show when={rooms().length > firstRooms && !isWhole()}>
        <button type="button" class="small-button" onClick={() => setIsWhole(true)}>
          {words.all}
        </button>
      </Show>
      <p class="quiet organization-late">
        {words.late}
        <Show when={props.storage.others.bytes > 0}> {words.othersHint}</Show>
      </p>
      <details class="fold" open={standing().state !== 'well'}>
        <summary>{full.title}</summary>
        <ul class="organization-steps">
          <For each={full.steps}>{(step) => <li>{step}</li>}</For>
        </ul>
      </details>
    </section>
  )
}
