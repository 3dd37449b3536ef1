import { Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { lostFiles } from '../../store/photos/lost-files.ts'
import { createFileProbe } from '../../store/photos/probing.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/file-row.css'
import { paths } from '../../transport/paths.ts'
import { photoWords } from '../../words/photos.ts'
import { Icon } from '../controls/icon.tsx'
import { LostFile } from './original-parts.ts'
import { photoOutlines } from './photo-outlines.ts'

export type FileRowProps = {
  session: RoomSession
  file: CarriedFile
  /** What was chosen instead of a lost one lies in the tray. */
  onNew?: () => void
}

/**
 * A file: what it is, its name and its size. A PDF opens beside the app, all else is saved; a photo that is not shown says why. One that the server has
 * lost says so.
 */
export function FileRow(props: FileRowProps) {
  const kind = () => photoWords.types[props.file.type] ?? photoWords.otherType
  const opensBeside = () => props.file.type === 'application/pdf'
  const probe = createFileProbe(props.session, () => props.file.id)
  return (
    <>
      <a
        class="file-row"
        href={paths.file(props.session.roomId, props.file.id)}
        target={opensBeside() ? '_blank' : undefined}
        rel="noopener"
        onPointerDown={probe.begin}
        onClick={(event) => probe.follow(event, opensBeside())}
      >
        <Icon outline={outlineOf(props.file.type)} />
        <span class="file-name">{props.file.name}</span>
        <span class="file-facts">
          {kind()}・<span>{sizeWords(props.file.size)}</span>
        </span>
        <Show when={props.file.kind === 'photo'}>
          <span class="file-facts">{photoWords.notShownSave}</span>
        </Show>
      </a>
      <Show when={lostFiles.state(props.file.id)}>
        <LostFile session={props.session} file={props.file} onNew={props.onNew} />
      </Show>
    </>
  )
}

function outlineOf(type: string): string {
  const kind = photoWords.types[type] ?? ''
  if (type.startsWith('image/')) return photoOutlines.image
  if (kind === 'Excel') return photoOutlines.table
  if (kind === 'PowerPoint') return photoOutlines.slides
  return kind === '' ? photoOutlines.plain : photoOutlines.document
}
