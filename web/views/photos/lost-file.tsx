import { createSignal, Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import { sameAs } from '../../store/photos/chosen-again.ts'
import { lostFiles } from '../../store/photos/lost-files.ts'
import { askNowAndThen } from '../../store/photos/pictures.ts'
import { lookAgain } from '../../store/photos/probing.ts'
import { resendingOf } from '../../store/photos/resending.ts'
import { trayOf } from '../../store/photos/room-tray.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { FileInput } from './file-input.tsx'
import '../../style/originals.css'
import { originalWords } from '../../words/originals.ts'

const words = originalWords.lost

export type LostFileProps = {
  session: RoomSession
  file: CarriedFile
  /** What was chosen lies in the tray of the room now. */
  onNew?: (() => void) | undefined
}

/** In the place of what the server has lost: that it is so, and how whoever has it sends it again. */
export function LostFile(props: LostFileProps) {
  const { session } = props
  let input!: HTMLInputElement
  const [isChecking, setIsChecking] = createSignal(false)
  const [other, setOther] = createSignal<File | null>(null)
  const [wasGiven, setWasGiven] = createSignal(false)
  const isPhoto = () => props.file.kind === 'photo'
  const isSending = () => lostFiles.state(props.file.id) === 'sending'
  void resendingOf(session).byItself(session, props.file.id)
  void resendingOf(session).withSmall(session, props.file)
  askNowAndThen(() => void lookAgain(session, props.file.id))

  async function check(chosen: File | undefined): Promise<void> {
    if (!chosen) return
    setIsChecking(true)
    setOther(null)
    const { id, kind, name, thumb } = props.file
    const same = await sameAs(chosen, props.file).catch(() => null)
    setIsChecking(false)
    if (same === null) return void setOther(chosen)
    setWasGiven(true)
    resendingOf(session).give(session, { id, kind, name }, same.body)
    // It may be lost as well; where it is not, or was made elsewhere, the room does not want it.
    if (same.thumb && thumb) resendingOf(session).give(session, { id: thumb, kind: 'thumb', name }, same.thumb)
  }

  return (
    <div class="lost-file">
      <p>
        <b>{isPhoto() ? words.photo : words.file}</b>
      </p>
      <Show
        when={!isSending() && !isChecking()}
        fallback={<p role="status">{isChecking() ? words.checking : words.sending}</p>}
      >
        <Show when={other()} fallback={<p>{wasGiven() ? words.failed : words.hint}</p>}>
          {(chosen) => (
            <>
              <p role="alert">{isPhoto() ? words.otherPhoto : words.otherFile}</p>
              <Show when={mayWrite(session)}>
                <button
                  type="button"
                  class="button"
                  onClick={() => {
                    trayOf(session).add([chosen()])
                    setOther(null)
                    props.onNew?.()
                  }}
                >
                  {words.asNew}
                </button>
              </Show>
            </>
          )}
        </Show>
        <button type="button" class="button" onClick={() => input.click()}>
          {other() ? words.again : words.choose}
        </button>
      </Show>
      <FileInput
        ref={input}
        label={words.choose}
        accept={isPhoto() ? 'image/*' : undefined}
        onChoose={([chosen]) => void check(chosen)}
      />
    </div>
  )
}

const mayWrite = ({ view }: RoomSession): boolean => view.facts()?.kind !== 'announce' || view.rights().post
