import { createMemo, For, Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import type { NoteContent } from '../../../protocol/note.ts'
import { type NoteFile, type NoteFileState, noteFiles } from '../../store/notes/note-carried.ts'
import { percentOf, sizeWords } from '../../store/photos/file-size.ts'
import { isShown, smallPicture } from '../../store/photos/photo-list.ts'
import { uploadBoard } from '../../store/photos/upload-board.ts'
import '../../style/note-files.css'
import { paths } from '../../transport/paths.ts'
import { noteFileWords as words } from '../../words/note-files.ts'
import { photoWords } from '../../words/photos.ts'
import { Icon } from '../controls/icon.tsx'
import { FileRow } from '../photos/file-row.tsx'
import { photoOutlines } from '../photos/photo-outlines.ts'
import { Picture } from '../photos/picture.tsx'
import { noteOutlines } from './note-outlines.ts'
import type { NotesContext } from './notes-context.ts'

/** Photos and files of a note as it is read: photos are seen, files are rows, and what is on its way says how far it has come. */
export function NoteFiles(props: { context: NotesContext; content: NoteContent; told: readonly CarriedFile[] }) {
  const { session, device } = props.context
  const files = createMemo(() =>
    noteFiles(props.content.files, props.told, device.files.rows()).filter(({ name }) => name !== null),
  )
  const photos = () => files().flatMap(({ told }) => (told && isShown(told) ? [told] : []))
  const others = () => files().filter(({ told }) => !told || !isShown(told))
  const open = ({ id }: CarriedFile) => window.open(paths.file(session.roomId, id), '_blank', 'noopener')
  return (
    <Show when={files().length > 0}>
      <section class="note-files">
        <h3>{words.title}</h3>
        <Show when={photos().length > 0}>
          <ul class="note-photos" classList={{ 'note-photo-one': photos().length === 1 }}>
            <For each={photos()}>
              {(photo) => (
                <li>
                  <Picture
                    session={session}
                    id={smallPicture(photo)}
                    alt={words.photoAlt(photo.name)}
                    isLazy
                    onOpen={() => open(photo)}
                  >
                    <Show when={smallPicture(photo) === null}>
                      <span class="picture-ask">{photoWords.show(sizeWords(photo.size))}</span>
                    </Show>
                  </Picture>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <ul class="note-file-list">
          <For each={others().map(({ id }) => id)}>
            {(id) => (
              <Show when={others().find((file) => file.id === id)}>
                {(file) => (
                  <li>
                    <Show when={file().told} fallback={<OnItsWay file={file()} />}>
                      {(told) => <FileRow session={session} file={told()} />}
                    </Show>
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

/** One that lies on this device and is not in the note that others have. */
function OnItsWay(props: { file: NoteFile }) {
  const name = () => props.file.name ?? words.unnamed
  const percent = () => {
    const standing = uploadBoard.standing(props.file.id)
    if (props.file.here?.isWhole) return 100
    return standing === undefined ? 0 : percentOf(standing.sent, standing.size)
  }
  const state = (): NoteFileState => (percent() === 100 ? 'sent' : percent() === 0 ? 'waiting' : 'sending')
  return (
    <div class="note-file-row">
      <Icon outline={props.file.isPhoto ? photoOutlines.image : noteOutlines.file} />
      <span class="note-file-what">
        <span class="note-file-name">{name()}</span>
        <span class="note-file-facts">
          {sizeWords(props.file.size ?? 0)}・{words.states[state()]}
          <Show when={state() === 'sending'}>{` ${words.percent(percent())}`}</Show>
        </span>
        <progress max="100" value={percent()} aria-label={words.progress(name())} />
      </span>
    </div>
  )
}
