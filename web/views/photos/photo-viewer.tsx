import { createEffect, createSignal, onCleanup, onMount, Show } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { ClientId, EpochMs, Seq } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { PhotoItem } from '../../store/photos/photo-list.ts'
import { photoName } from '../../store/photos/photo-list.ts'
import { savePhoto } from '../../store/photos/saving-photo.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/photo-viewer.css'
import { paths } from '../../transport/paths.ts'
import { photoWords } from '../../words/photos.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { CopySheet } from './copy-sheet.tsx'
import { OriginalOffer, OriginalsSheet } from './original-parts.ts'
import { PhotoFacts } from './photo-facts.tsx'
import { photoOutlines } from './photo-outlines.ts'
import { PhotoStage } from './photo-stage.tsx'

export type PhotoViewerProps = {
  session: RoomSession
  navigation: Navigation
  items: readonly PhotoItem[]
  /** The one that is looked at first. */
  first: ClientId
  now: EpochMs
  /** Opened from its message: no way to it is needed. */
  isInTalk?: boolean
  onClose: () => void
  /** The end is near: older ones are wanted. */
  onNearEnd?: () => void
}

const words = photoWords.viewer
const zoomStep = 1.6
const nearEnd = 5

/** Photos one after another, over the place. The browser's own dialog keeps the focus inside and gives it back where it was. */
export function PhotoViewer(props: PhotoViewerProps) {
  let dialog!: HTMLDialogElement
  let zoomBy = (_factor: number) => {}
  const [id, setId] = createSignal(props.first)
  const [isBare, setIsBare] = createSignal(false)
  const [sheet, setSheet] = createSignal<ViewerSheet | null>(null)
  const [notice, setNotice] = createSignal('')
  const index = () => numberOf(props.items, id())
  const item = () => props.items[index()]
  const total = () => props.items.length

  function step(by: 1 | -1): void {
    const next = props.items[index() + by]
    if (!next) return
    setId(next.file.id)
    setNotice('')
    if (index() >= total() - nearEnd) props.onNearEnd?.()
  }
  async function save(shown: PhotoItem): Promise<void> {
    setNotice(
      (await savePhoto(props.session, shown, nameOf(props.session, props.items, shown))) ? '' : words.saveFailed,
    )
  }
  onMount(() => {
    const uncover = props.navigation.cover(() => props.onClose())
    dialog.showModal()
    onCleanup(uncover)
  })
  onCleanup(() => dialog.close())
  // Retracted while it was looked at.
  createEffect(() => total() === 0 && props.onClose())
  return (
    <dialog
      ref={dialog}
      class="viewer"
      classList={{ 'viewer-bare': isBare() }}
      aria-label={words.label}
      onKeyDown={(event) => sheet() === null && byKey(event, step, zoomBy)}
      onCancel={(event) => {
        event.preventDefault()
        if (event.target === dialog) props.onClose()
      }}
    >
      <Show when={item()}>
        {(shown) => (
          <>
            <PhotoStage
              session={props.session}
              item={shown()}
              alt={photoWords.photo(index() + 1, total())}
              hasNext={index() < total() - 1}
              hasPrevious={index() > 0}
              onStep={step}
              onClose={props.onClose}
              onNew={() => (props.isInTalk ? props.onClose() : toMessage(props, shown().seq))}
              onTap={() => setIsBare((is) => !is)}
              onReady={(given) => {
                zoomBy = given
              }}
            />
            <ViewerTop
              number={index() + 1}
              total={total()}
              onClose={props.onClose}
              onStep={step}
              zoomBy={(by) => zoomBy(by)}
            />
            <div class="viewer-bottom">
              <PhotoFacts session={props.session} item={shown()} now={props.now} />
              <OriginalOffer
                session={props.session}
                item={shown()}
                nameOf={(type) => nameOf(props.session, props.items, shown(), type)}
                onSend={() => setSheet('originals')}
              />
              <p class="viewer-notice" role="status">
                {notice()}
              </p>
              <ViewerActions
                href={paths.file(props.session.roomId, shown().file.id)}
                onSave={() => void save(shown())}
                onCopy={() => setSheet('copy')}
                onMessage={props.isInTalk ? null : () => toMessage(props, shown().seq)}
              />
            </div>
            <Sheets of={props} item={shown()} sheet={sheet()} onClose={() => setSheet(null)} />
          </>
        )}
      </Show>
    </dialog>
  )
}

type ViewerSheet = 'copy' | 'originals'

/** What lies over the photo. */
function Sheets(props: { of: PhotoViewerProps; item: PhotoItem; sheet: ViewerSheet | null; onClose: () => void }) {
  const { session, navigation } = props.of
  const place = { session, navigation }
  return (
    <>
      <Show when={props.sheet === 'originals'}>
        <OriginalsSheet {...place} entry={messageOf(session, props.item)} onClose={props.onClose} />
      </Show>
      <Show when={props.sheet === 'copy'}>
        <CopySheet
          {...place}
          from={session.roomId}
          files={[props.item.file]}
          onClose={props.onClose}
          onLeave={props.of.onClose}
        />
      </Show>
    </>
  )
}

/** The message of a photo; in an album it may not be held, and then is made of what the album knows. */
function messageOf({ view }: RoomSession, { seq, by, storedAt, file, text }: PhotoItem): MessageEntry {
  const held = view.entry(seq)
  return held?.kind === 'message' ? held : { kind: 'message', seq, by, storedAt, files: [file], ...(text && { text }) }
}

function toMessage({ session, navigation, onClose }: PhotoViewerProps, seq: Seq): void {
  onClose()
  navigation.go({ at: 'room', roomId: session.roomId, seq })
}

function byKey(event: KeyboardEvent, step: (by: 1 | -1) => void, zoomBy: (factor: number) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'ArrowRight') step(1)
  else if (event.key === 'ArrowLeft') step(-1)
  else if (event.key === '+' || event.key === ';') zoomBy(zoomStep)
  else if (event.key === '-') zoomBy(1 / zoomStep)
  else return
  event.preventDefault()
}

type ViewerTopProps = {
  number: number
  total: number
  onClose: () => void
  onStep: (by: 1 | -1) => void
  zoomBy: (factor: number) => void
}

/** Out of it, from one photo to the next, and nearer. */
function ViewerTop(props: ViewerTopProps) {
  return (
    <>
      <div class="viewer-top">
        <Button label={words.close} outline={outlines.close} onClick={props.onClose} />
        <p class="viewer-count" aria-live="polite">
          <Show when={props.total > 1}>{words.count(props.number, props.total)}</Show>
        </p>
        <span class="viewer-zoom">
          <Button label={words.smaller} outline={photoOutlines.minus} onClick={() => props.zoomBy(1 / zoomStep)} />
          <Button label={words.larger} outline={photoOutlines.plus} onClick={() => props.zoomBy(zoomStep)} />
        </span>
      </div>
      <Show when={props.number > 1}>
        <span class="viewer-step viewer-step-previous">
          <Button label={words.previous} outline={photoOutlines.previous} onClick={() => props.onStep(-1)} />
        </span>
      </Show>
      <Show when={props.number < props.total}>
        <span class="viewer-step viewer-step-next">
          <Button label={words.next} outline={photoOutlines.next} onClick={() => props.onStep(1)} />
        </span>
      </Show>
    </>
  )
}

function Button(props: { label: string; outline: string; onClick: () => void }) {
  return (
    <button type="button" class="viewer-button" aria-label={props.label} onClick={() => props.onClick()}>
      <Icon outline={props.outline} />
    </button>
  )
}

type ViewerActionsProps = { href: string; onSave: () => void; onCopy: () => void; onMessage: (() => void) | null }

/** What can be done with a photo. */
function ViewerActions(props: ViewerActionsProps) {
  return (
    <div class="viewer-actions">
      <button type="button" class="viewer-action" onClick={() => props.onSave()}>
        <Icon outline={photoOutlines.save} />
        {words.save}
      </button>
      <button type="button" class="viewer-action" onClick={() => props.onCopy()}>
        <Icon outline={photoOutlines.hand} />
        {words.copy}
      </button>
      <a class="viewer-action" href={props.href} target="_blank" rel="noopener">
        <Icon outline={photoOutlines.full} />
        {words.full}
      </a>
      <Show when={props.onMessage}>
        {(toMessage) => (
          <button type="button" class="viewer-action" onClick={() => toMessage()()}>
            <Icon outline={photoOutlines.message} />
            {words.message}
          </button>
        )}
      </Show>
    </div>
  )
}

/** Where a photo stands; the first one in place of one that is gone. */
const numberOf = (items: readonly PhotoItem[], id: ClientId): number => {
  const index = items.findIndex(({ file }) => file.id === id)
  return Math.max(0, index)
}

/** The name under which a photo is saved; its number is the one that it has in its message. */
function nameOf({ view }: RoomSession, items: readonly PhotoItem[], item: PhotoItem, original?: string): string {
  const unit = view.roster()?.units[view.member(item.by)?.unit ?? -1]?.name ?? ''
  const ofMessage: ClientId[] = items.filter(({ seq }) => seq === item.seq).map(({ file }) => file.id)
  const name = photoName(
    { ...item, file: { ...item.file, type: original ?? item.file.type } },
    unit,
    ofMessage.indexOf(item.file.id) + 1,
  )
  return original ? name.replace(/(?=\.\w+$)/, words.originalSuffix) : name
}
