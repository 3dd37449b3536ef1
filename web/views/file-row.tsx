import { Show } from 'solid-js'
import type { CarriedFile } from '../../protocol/file.ts'
import type { Id } from '../../protocol/ids.ts'
import { sizeWords } from '../store/file-size.ts'
import '../style/file-row.css'
import { paths } from '../transport/paths.ts'
import { photoWords } from '../words/photos.ts'
import { Icon } from './icon.tsx'
import { photoOutlines } from './photo-outlines.ts'

/** A file: what it is, its name and its size. A PDF opens beside the app, all else is saved; a photo that is not shown says why. */
export function FileRow(props: { roomId: Id; file: CarriedFile }) {
  const kind = () => photoWords.types[props.file.type] ?? photoWords.otherType
  return (
    <a
      class="file-row"
      href={paths.file(props.roomId, props.file.id)}
      target={props.file.type === 'application/pdf' ? '_blank' : undefined}
      rel="noopener"
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
  )
}

function outlineOf(type: string): string {
  const kind = photoWords.types[type] ?? ''
  if (type.startsWith('image/')) return photoOutlines.image
  if (kind === 'Excel') return photoOutlines.table
  if (kind === 'PowerPoint') return photoOutlines.slides
  return kind === '' ? photoOutlines.plain : photoOutlines.document
}
