import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import type { Id } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import { createCopying, ownRooms, type RoomGroup } from '../../store/photos/copying.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/copy-sheet.css'
import type { Reply } from '../../transport/api.ts'
import { failureWords } from '../../words/failures.ts'
import { photoWords } from '../../words/photos.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { Sheet } from '../controls/sheet.tsx'

export type CopySheetProps = {
  session: RoomSession
  navigation: Navigation
  from: Id
  files: readonly CarriedFile[]
  onClose: () => void
  /** Closes what lies under the sheet as well: another room is opened, and back leads to the place and not to what lay over it. */
  onLeave?: () => void
}

const words = photoWords.copy
const kindOutlines = { open: outlines.people, announce: outlines.announce, desk: outlines.person }
/** With more rooms than this a field finds one by its name. */
const fewRooms = 8

function whatOf(files: CopySheetProps['files']): string {
  const photos = files.filter(({ kind }) => kind === 'photo').length
  return words.what(photos, files.length - photos)
}

/** Hands photos and files on to another own room, which is chosen here. */
export function CopySheet(props: CopySheetProps) {
  const { session } = props
  const [groups, setGroups] = createSignal<Reply<RoomGroup[]> | null>(null)
  void ownRooms(session.api).then(setGroups)
  const [filter, setFilter] = createSignal('')
  const [chosen, setChosen] = createSignal<{ id: Id; name: string; organizationId: Id } | null>(null)
  const copying = createCopying(session.api, { room: props.from, files: props.files })
  const name = createUniqueId()
  const all = createMemo(() => {
    const listed = groups()
    return listed?.ok ? homeFirst(listed.value, session.view.facts()?.organizationId) : []
  })
  const failure = () => {
    const listed = groups()
    return listed && !listed.ok ? listed.failure : copying.failure()
  }
  const found = createMemo(() =>
    all()
      .map((group) => ({
        ...group,
        rooms: group.rooms.filter((room) => room.id !== props.from && room.name.includes(filter().trim())),
      }))
      .filter(({ rooms }) => rooms.length > 0),
  )
  const count = () => all().reduce((sum, { rooms }) => sum + rooms.length, 0)
  const losesPlace = () => {
    const to = chosen()
    return to !== null && to.organizationId !== session.view.facts()?.organizationId && props.files.some(hasPlace)
  }
  const openRoom = () => {
    const to = chosen()
    if (!to) return
    const leave = props.onLeave ?? props.onClose
    leave()
    props.navigation.go({ at: 'room', roomId: to.id, seq: null })
  }
  return (
    <Sheet navigation={props.navigation} title={words.title} onClose={props.onClose}>
      <Show
        when={copying.state() !== 'done'}
        fallback={
          <div class="copy-done">
            <p role="status">{words.done(chosen()?.name ?? '')}</p>
            <div class="sheet-buttons">
              <button type="button" class="button" onClick={() => props.onClose()}>
                {words.close}
              </button>
              <button type="button" class="button primary" onClick={openRoom}>
                {words.openRoom}
              </button>
            </div>
          </div>
        }
      >
        <p class="sheet-text">
          <b>{whatOf(props.files)}</b>
          <br />
          {words.explain}
        </p>
        <Show when={count() > fewRooms}>
          <input
            type="search"
            class="copy-filter"
            placeholder={words.filter}
            aria-label={words.filter}
            value={filter()}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </Show>
        <div class="copy-rooms">
          <For
            each={found()}
            fallback={
              <p class="quiet">
                {groups() === null ? words.loading : failure() ? '' : filter() === '' ? words.none : words.noMatch}
              </p>
            }
          >
            {(group) => (
              <fieldset>
                <legend>{group.name}</legend>
                <For each={group.rooms}>
                  {(room) => (
                    <label class="copy-room">
                      <input
                        type="radio"
                        name={name}
                        checked={chosen()?.id === room.id}
                        disabled={copying.state() === 'busy'}
                        onChange={() => setChosen({ id: room.id, name: room.name, organizationId: group.id })}
                      />
                      <Icon outline={kindOutlines[room.kind]} />
                      <span class="copy-room-name">{room.name}</span>
                      <Show when={room.kind !== 'desk'}>
                        <span class="copy-room-count">{words.people(room.memberCount)}</span>
                      </Show>
                    </label>
                  )}
                </For>
              </fieldset>
            )}
          </For>
        </div>
        <Show when={losesPlace()}>
          <p class="copy-hint">{words.noPlace}</p>
        </Show>
        <p class="field-problem copy-hint" role="alert">
          <Show when={failure()}>{(why) => failureWords(why())}</Show>
        </p>
        <div class="copy-send">
          <button
            type="button"
            class="button primary wide"
            disabled={chosen() === null || copying.state() === 'busy'}
            onClick={() => {
              const to = chosen()
              if (to) void copying.send(to.id)
            }}
          >
            {copying.state() === 'busy'
              ? words.sending(copying.number(), props.files.length)
              : chosen()
                ? words.sendTo(chosen()?.name ?? '')
                : words.send}
          </button>
        </div>
      </Show>
    </Sheet>
  )
}

const homeFirst = (groups: readonly RoomGroup[], home: Id | undefined) =>
  groups.toSorted((a, b) => Number(b.id === home) - Number(a.id === home))

const hasPlace = ({ place }: CarriedFile): boolean => place !== undefined
