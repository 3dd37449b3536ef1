import { createEffect, createSignal, For, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { CarriedFile, FileDetails } from '../../../protocol/file.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Original } from '../../offline/spare-shelf.ts'
import type { Navigation } from '../../store/navigation.ts'
import { sameAs } from '../../store/photos/chosen-again.ts'
import { percentOf, sizeWords } from '../../store/photos/file-size.ts'
import { originalMark, readFileDetails } from '../../store/photos/original-facts.ts'
import { originalsOf } from '../../store/photos/originals.ts'
import { isShown, smallPicture } from '../../store/photos/photo-list.ts'
import { createPicture } from '../../store/photos/pictures.ts'
import { spareBoard } from '../../store/photos/spare-board.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { FileInput } from './file-input.tsx'
import '../../style/originals.css'
import { refusalWords } from '../../words/failures.ts'
import { originalWords } from '../../words/originals.ts'
import { Sheet } from '../controls/sheet.tsx'

const words = originalWords.sheet

export type OriginalsSheetProps = {
  session: RoomSession
  navigation: Navigation
  entry: MessageEntry
  onClose: () => void
}

/** For the author of photos: which originals are wanted, how large they are, and whether and when they go. */
export function OriginalsSheet(props: OriginalsSheetProps) {
  const { session } = props
  const all = originalsOf(session)
  const asked = createAsking(session)
  const photos = () => (props.entry.files ?? []).filter(isShown)
  const isWanted = ({ id }: CarriedFile) => asked.known().get(id)?.wanted === true
  const isThere = ({ id }: CarriedFile) => !!asked.known().get(id)?.original
  /** They went while this was open, and stay on screen. */
  const [sent, setSent] = createSignal<ReadonlySet<ClientId>>(new Set())
  const isOpen = ({ id }: CarriedFile) => !sent().has(id)
  const wanted = () => photos().filter((photo) => isWanted(photo) && !isThere(photo))
  const open = () => shown().filter(isOpen)
  /** What is decided about: what is wanted, else all that could be sent. */
  const shown = () => {
    const some = wanted()
    return some.length > 0 ? some : photos().filter((photo) => !isThere(photo))
  }
  const waiting = () => shown().flatMap(({ id }) => spareBoard.originalOf(id) ?? [])
  const undecided = () => waiting().filter(({ wish }) => !wish)
  const size = (some: readonly Original[]) => sizeWords(some.reduce((sum, one) => sum + one.size, 0))
  const mark = () => originalMark(session, props.entry.seq)
  onMount(() => void asked.look(photos()))

  function notThisTime(): void {
    all.wish(waiting(), null)
    void all.hush(session.roomId, props.entry.seq, mark()?.rev ?? 0)
    props.onClose()
  }
  return (
    <Sheet navigation={props.navigation} title={words.title} onClose={props.onClose}>
      <Show
        when={shown().length > 0}
        fallback={<p class="sheet-text">{asked.isAway() ? words.away : words.allSent}</p>}
      >
        <p class="sheet-text">
          <Show when={open().length > 0} fallback={words.done}>
            {wanted().length > 0 ? words.wanted(open().length) : words.notWanted}
            {words.record}
          </Show>
        </p>
        <Show when={asked.isAway()}>
          <p class="sheet-text" role="status">
            {words.away}
          </p>
        </Show>
        <ul class="originals-list">
          <For each={shown()}>
            {(photo) => (
              <OnePhoto
                session={session}
                photo={photo}
                number={photos().indexOf(photo) + 1}
                isSent={!isOpen(photo)}
                onSent={() => setSent((before) => new Set(before).add(photo.id))}
              />
            )}
          </For>
        </ul>
        <div class="originals-buttons">
          <Show when={undecided().length > 0}>
            <button type="button" class="button primary" onClick={() => all.wish(undecided(), 'wifi')}>
              {words.onWifi(size(undecided()))}
            </button>
            <button type="button" class="button" onClick={() => all.wish(undecided(), 'now')}>
              {words.now(size(undecided()))}
            </button>
          </Show>
          <Show when={wanted().some((photo) => isOpen(photo) && !spareBoard.originalOf(photo.id)?.wish)}>
            <button type="button" class="button" onClick={notThisTime}>
              {words.notThisTime}
            </button>
          </Show>
        </div>
      </Show>
    </Sheet>
  )
}

/** Asks the room about each photo, one after another. */
function createAsking(session: RoomSession) {
  const [known, setKnown] = createSignal<ReadonlyMap<ClientId, FileDetails>>(new Map())
  const [isAway, setIsAway] = createSignal(false)
  let isOver = false
  onCleanup(() => {
    isOver = true
  })
  async function look(photos: readonly CarriedFile[]): Promise<void> {
    for (const { id } of photos) {
      if (isOver) return
      const reply = await readFileDetails(session, id)
      if (!reply.ok) return void setIsAway(true)
      setKnown((before) => new Map(before).set(id, reply.value))
    }
    setIsAway(false)
  }
  return { known, isAway, look }
}

type OnePhotoProps = {
  session: RoomSession
  photo: CarriedFile
  number: number
  isSent: boolean
  onSent: () => void
}

/** One photo: whether its original lies here, and how far it has come. */
function OnePhoto(props: OnePhotoProps) {
  const { session } = props
  const all = originalsOf(session)
  const original = () => spareBoard.originalOf(props.photo.id)
  // One that was to leave, and lies here no more, has left.
  createEffect(on(original, (held, before) => !held && before?.wish && props.onSent(), { defer: true }))
  const sent = () => {
    const at = spareBoard.underWay()
    return at !== null && at.id === original()?.id ? at.sent : null
  }
  const failure = () => spareBoard.failure(props.photo.id)
  const small = createPicture(session, () => smallPicture(props.photo), 'small')
  return (
    <li>
      <span class="originals-picture">
        <Show when={small.picture()}>{(picture) => <img src={picture().url} alt={words.photo(props.number)} />}</Show>
      </span>
      <div class="originals-state">
        <Switch fallback={<ChooseAgain session={session} photo={props.photo} />}>
          <Match when={sent() !== null}>
            <Progress sent={sent() ?? 0} size={original()?.size ?? 1} number={props.number} />
          </Match>
          <Match when={original()?.wish}>
            {(wish) => (
              <p role="status">
                {wish() === 'wifi' && all.mayLeave(original() as Original) !== true ? words.waits : words.next}
              </p>
            )}
          </Match>
          <Match when={original()}>{(held) => <p>{words.here(sizeWords(held().size))}</p>}</Match>
          <Match when={props.isSent}>
            <p role="status">{words.sent}</p>
          </Match>
        </Switch>
        <Show when={failure()}>
          {(why) => (
            <p class="field-problem" role="alert">
              {refusalWords(why())}
            </p>
          )}
        </Show>
        <Show when={original()?.wish && original()}>
          {(held) => (
            <div class="originals-row">
              <Show when={sent() === null && all.mayLeave(held()) !== true}>
                <button type="button" class="small-button" onClick={() => all.wish([held()], 'now')}>
                  {words.now(sizeWords(held().size))}
                </button>
              </Show>
              <button type="button" class="small-button" onClick={() => all.wish([held()], null)}>
                {words.stop}
              </button>
            </div>
          )}
        </Show>
      </div>
    </li>
  )
}

function Progress(props: { sent: number; size: number; number: number }) {
  const percent = () => percentOf(props.sent, props.size)
  return (
    <>
      <p>
        {words.goes}（{words.percent(percent())}）
      </p>
      <progress aria-label={words.progress(props.number)} max={100} value={percent()} />
    </>
  )
}

/** The file is not on this device any more: its author may choose it once more. */
function ChooseAgain(props: { session: RoomSession; photo: CarriedFile }) {
  const all = originalsOf(props.session)
  let input!: HTMLInputElement
  const [state, setState] = createSignal<'checking' | 'tooLarge' | null>(null)
  const [other, setOther] = createSignal<{ file: File; url: string } | null>(null)
  const forget = () => {
    const before = other()
    if (before) URL.revokeObjectURL(before.url)
    setOther(null)
  }
  onCleanup(forget)

  async function check(chosen: File | undefined): Promise<void> {
    if (!chosen) return
    forget()
    if (chosen.size > limits.maxFileBytes) return void setState('tooLarge')
    setState('checking')
    const same = await sameAs(chosen, props.photo).catch(() => null)
    setState(null)
    if (same) await all.chosenAgain(props.session, props.photo.id, chosen)
    else setOther({ file: chosen, url: URL.createObjectURL(chosen) })
  }
  return (
    <>
      <p role="status">{state() ? words[state() ?? 'checking'] : other() ? words.other : words.notHere}</p>
      <Show when={other()}>
        {(chosen) => (
          <>
            <img class="originals-other" src={chosen().url} alt={chosen().file.name} />
            <button
              type="button"
              class="small-button"
              onClick={() => void all.chosenAgain(props.session, props.photo.id, chosen().file)}
            >
              {words.sendThis}
            </button>
          </>
        )}
      </Show>
      <button type="button" class="small-button" disabled={state() === 'checking'} onClick={() => input.click()}>
        {words.chooseAgain}
      </button>
      <FileInput ref={input} label={words.chooseAgain} accept="image/*" onChoose={([chosen]) => void check(chosen)} />
    </>
  )
}
