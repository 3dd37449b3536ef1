import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import type { PhotoItem } from '../../store/photos/photo-list.ts'
import { createPicture } from '../../store/photos/pictures.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { photoWords } from '../../words/photos.ts'
import { LostFile } from './original-parts.ts'
import { PhotoGestures } from './photo-gestures.ts'

export type PhotoStageProps = {
  session: RoomSession
  item: PhotoItem
  alt: string
  onStep: (by: 1 | -1) => void
  onClose: () => void
  /** What was chosen in the place of a lost photo lies in the tray of the room. */
  onNew: () => void
  /** Shows or takes away what lies over the photo. */
  onTap: () => void
  hasNext: boolean
  hasPrevious: boolean
  /** Given the keys' and the buttons' way to zoom. */
  onReady: (zoomBy: (factor: number) => void) => void
}

/** One photo, as large as fits, to be zoomed and moved; until it is there its small picture stands in its place. */
export function PhotoStage(props: PhotoStageProps) {
  let stage!: HTMLDivElement
  let figure!: HTMLElement
  const id = createMemo(() => props.item.file.id)
  const large = createPicture(props.session, id, 'large')
  const small = createPicture(props.session, () => props.item.file.thumb ?? null, 'small')
  const [isBroken, setIsBroken] = createSignal(false)
  const source = () => (large.picture() ?? small.picture())?.url ?? null
  const ratio = () => {
    const { width, height } = props.item.file
    return width !== undefined && height !== undefined ? { width, height } : null
  }
  // One that cannot be shown says nothing of the next.
  createEffect(on(source, () => setIsBroken(false)))
  onMount(() => {
    const gestures = new PhotoGestures(stage, figure, {
      step: (by) => (by > 0 ? props.hasNext : props.hasPrevious) && props.onStep(by),
      close: () => props.onClose(),
      tap: () => props.onTap(),
    })
    props.onReady((factor) => gestures.zoomBy(factor))
    createEffect(on(id, () => gestures.reset()))
    onCleanup(() => gestures.end())
  })
  return (
    <div ref={stage} class="viewer-stage">
      <figure ref={figure} class="viewer-figure">
        {/* One element for both: the small picture stays until the large one can be shown. */}
        <Show when={!isBroken() && source()}>
          {(url) => (
            <img
              src={url()}
              alt={props.alt}
              width={ratio()?.width}
              height={ratio()?.height}
              draggable={false}
              onError={() => setIsBroken(true)}
            />
          )}
        </Show>
      </figure>
      <Show when={isBroken()}>
        <p class="viewer-words">{photoWords.notShown}</p>
      </Show>
      <Show when={large.isLoading() && source() === null}>
        <p class="viewer-words" role="status">
          {photoWords.loading}
        </p>
      </Show>
      <Show when={large.problem()}>
        {(what) => (
          <div class="viewer-words" role="status">
            <Show when={what() === 'lost'} fallback={<p>{photoWords.problems[what()]}</p>}>
              <LostFile session={props.session} file={props.item.file} onNew={props.onNew} />
            </Show>
            <Show when={what() === 'away'}>
              <button type="button" class="viewer-again" onClick={large.again}>
                {photoWords.again}
              </button>
            </Show>
          </div>
        )}
      </Show>
    </div>
  )
}
