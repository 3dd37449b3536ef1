import { createEffect, createSignal, Match, on, Show, Switch } from 'solid-js'
import type { FileDetails } from '../../../protocol/file.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { originalMark, readFileDetails } from '../../store/photos/original-facts.ts'
import type { PhotoItem } from '../../store/photos/photo-list.ts'
import { saveOriginal } from '../../store/photos/saving-photo.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/originals.css'
import { photoPaths } from '../../transport/photo-paths.ts'
import { anything } from '../../transport/shape.ts'
import { originalWords } from '../../words/originals.ts'

const words = originalWords.viewer

export type OriginalOfferProps = {
  session: RoomSession
  item: PhotoItem
  /** Under which name it is saved, by what it is. */
  nameOf: (type: string) => string
  /** The author wants to send it. */
  onSend: () => void
}

/** What there is of the photo as it was chosen: to be opened and saved, or to be asked for. */
export function OriginalOffer(props: OriginalOfferProps) {
  const { session } = props
  const [known, setKnown] = createSignal<FileDetails | null>(null)
  const [hasFailed, setHasFailed] = createSignal(false)
  const photo = () => props.item.file.id
  const mark = () => originalMark(session, props.item.seq)?.rev
  const isOwn = () => props.item.by === session.view.me()

  async function look(): Promise<void> {
    const id = photo()
    const reply = await readFileDetails(session, id)
    if (id === photo()) setKnown(reply.ok ? reply.value : null)
  }
  async function want(): Promise<void> {
    const path = photoPaths.original(session.roomId, photo())
    setHasFailed(!(await session.api({ method: 'POST', path, body: {}, answer: anything })).ok)
    await look()
  }
  createEffect(
    on([photo, mark], ([id], before) => {
      if (before?.[0] !== id) setKnown(null)
      setHasFailed(false)
      void look()
    }),
  )
  return (
    <div class="original-offer">
      <Switch>
        <Match when={known()?.original}>
          {(original) => (
            <>
              <a href={photoPaths.original(session.roomId, photo())} target="_blank" rel="noopener">
                {words.open(words.kinds[original().type] ?? words.otherKind, sizeWords(original().size))}
              </a>
              <button
                type="button"
                onClick={async () => {
                  const { type } = original()
                  setHasFailed(!(await saveOriginal(session, photo(), { type, name: props.nameOf(type) })))
                }}
              >
                {words.save}
              </button>
            </>
          )}
        </Match>
        <Match when={known() && isOwn()}>
          <button type="button" onClick={() => props.onSend()}>
            {words.send}
          </button>
        </Match>
        <Match when={known()?.wanted}>
          <p role="status">{words.wanted}</p>
        </Match>
        <Match when={known()}>
          <button type="button" onClick={() => void want()}>
            {words.want}
          </button>
        </Match>
      </Switch>
      <Show when={hasFailed()}>
        <p role="alert">{words.failed}</p>
      </Show>
    </div>
  )
}
