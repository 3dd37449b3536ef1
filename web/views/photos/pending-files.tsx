import { For, Show } from 'solid-js'
import type { NamedFile } from '../../../protocol/file.ts'
import { uploadBoard } from '../../store/photos/upload-board.ts'
import { uploadingFor } from '../../store/photos/uploading.ts'
import type { Pending } from '../../store/talk/outbox-queue.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/pending-files.css'
import type { Post } from '../../../protocol/client-message.ts'
import { percentOf, sizeWords } from '../../store/photos/file-size.ts'
import { pendingFileWords } from '../../words/pending-files.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'

/** Photos and files of a message that waits: each with how far it has come, and a way to leave it out while the message has not left. */
export function PendingFiles(props: { pending: Pending; files: readonly NamedFile[]; session: RoomSession }) {
  const { session } = props
  const post = () => props.pending.command as Post
  const mayLeaveOut = () => props.pending.status !== 'stored' && !session.whole.has(post().id)
  async function leaveOut(id: string): Promise<void> {
    await uploadingFor(session).takeOut(session, post(), id)
  }
  return (
    <ul class="pending-files" aria-label={pendingFileWords.list}>
      <For each={props.files}>
        {(file, index) => (
          <PendingFile
            file={file}
            fallbackName={pendingFileWords.photo(index() + 1)}
            status={props.pending.status}
            onLeaveOut={mayLeaveOut() ? () => void leaveOut(file.id) : null}
          />
        )}
      </For>
    </ul>
  )
}

type PendingFileProps = {
  file: NamedFile
  fallbackName: string
  status: Pending['status']
  onLeaveOut: (() => void) | null
}

function PendingFile(props: PendingFileProps) {
  const standing = () => uploadBoard.standing(props.file.id)
  const picture = () => props.file.thumb && uploadBoard.picture(props.file.thumb)
  const name = () => standing()?.name ?? props.fallbackName
  const percent = () => {
    const at = standing()
    return props.status === 'stored' || at === undefined ? 100 : percentOf(at.sent, at.size)
  }
  return (
    <li class="pending-file" classList={{ 'pending-named': props.file.thumb === undefined }}>
      <Show
        when={props.file.thumb}
        fallback={
          <span class="pending-name">
            {name()} <small>{sizeWords(standing()?.size ?? 0)}</small>
          </span>
        }
      >
        <Show when={picture()}>{(url) => <img src={url()} alt={name()} />}</Show>
      </Show>
      <Show when={percent() < 100 && props.status !== 'failed'}>
        <Ring percent={percent()} label={pendingFileWords.progress(name())} />
      </Show>
      <Show when={props.onLeaveOut}>
        {(leaveOut) => (
          <button
            type="button"
            class="tray-remove"
            aria-label={pendingFileWords.cancel(name())}
            onClick={() => leaveOut()()}
          >
            <Icon outline={outlines.close} />
          </button>
        )}
      </Show>
    </li>
  )
}

const radius = 15.9155 // a circle of length 100

/** How much has come, as a ring with its number. */
function Ring(props: { percent: number; label: string }) {
  return (
    <span
      class="pending-ring"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={props.percent}
      aria-valuetext={pendingFileWords.percent(props.percent)}
    >
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle class="pending-ring-all" cx="18" cy="18" r={radius} />
        <circle class="pending-ring-come" cx="18" cy="18" r={radius} stroke-dasharray={`${props.percent} 100`} />
      </svg>
      <small aria-hidden="true">{pendingFileWords.percent(props.percent)}</small>
    </span>
  )
}
