import { createEffect, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { lostFiles } from '../../store/photos/lost-files.ts'
import { createPicture } from '../../store/photos/pictures.ts'
import { seekLost } from '../../store/photos/seeking-lost.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/picture.css'
import { photoWords } from '../../words/photos.ts'

export type PictureProps = {
  session: RoomSession
  /** null: nothing is fetched yet, and `children` say how it is asked for. */
  id: ClientId | null
  /** What it stands for: shown itself where the server has lost its small picture. */
  file?: CarriedFile
  alt: string
  onOpen: () => void
  /** Fetched as it comes near the screen. */
  isLazy?: boolean
  children?: JSX.Element
}

/** A small picture that opens the large one. One that does not come says so, and is asked for again. */
export function Picture(props: PictureProps) {
  const [isNear, setIsNear] = createSignal(props.isLazy !== true)
  const [lacksSmall, setLacksSmall] = createSignal(false)
  const wanted = () => (lacksSmall() ? (props.file?.id ?? null) : props.id)
  const shown = createPicture(props.session, () => (isNear() ? wanted() : null), 'small')
  createEffect(() => shown.problem() === 'lost' && wanted() !== (props.file?.id ?? wanted()) && setLacksSmall(true))
  createEffect(() => shown.problem() === 'lost' && seekLost(props.session, wanted() ?? ''))
  const isSending = () => lostFiles.state(wanted() ?? '') === 'sending'
  const [isBroken, setIsBroken] = createSignal(false)
  return (
    <Show
      when={shown.problem()}
      fallback={
        <button
          type="button"
          class="picture"
          ref={(button) => isNear() || whenNear(button, () => setIsNear(true))}
          onClick={() => props.onOpen()}
          aria-label={props.alt}
        >
          <Show when={!isBroken()} fallback={<span class="picture-ask">{photoWords.notShown}</span>}>
            <Show when={shown.picture()}>
              {(picture) => <img src={picture().url} alt="" decoding="async" onError={() => setIsBroken(true)} />}
            </Show>
          </Show>
          {props.children}
        </button>
      }
    >
      {(what) => (
        <Show
          when={what() !== 'lost'}
          fallback={
            <button type="button" class="picture picture-problem" onClick={() => props.onOpen()}>
              <span class="picture-sentence">
                <span class="sr-only">{props.alt}：</span>
                <span class="picture-long">{photoWords.problems.lost}</span>
                <span class="picture-short" aria-hidden="true">
                  {photoWords.lostShort[0]}
                  <wbr />
                  {photoWords.lostShort[1]}
                </span>
              </span>
              <span class="picture-again">{isSending() ? photoWords.sendingAgain : photoWords.sendAgain}</span>
            </button>
          }
        >
          <div class="picture picture-problem">
            <p class="picture-sentence picture-long">
              <span class="sr-only">{props.alt}：</span>
              {photoWords.problems[what()]}
            </p>
            <Show when={what() === 'away'}>
              <button type="button" class="small-button" onClick={shown.again}>
                {photoWords.again}
              </button>
            </Show>
          </div>
        </Show>
      )}
    </Show>
  )
}

function whenNear(part: Element, near: () => void): void {
  const observer = new IntersectionObserver(
    ([seen]) => {
      if (!seen?.isIntersecting) return
      observer.disconnect()
      near()
    },
    { rootMargin: '400px' },
  )
  observer.observe(part)
  onCleanup(() => observer.disconnect())
}
