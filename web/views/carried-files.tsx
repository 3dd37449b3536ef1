import { For } from 'solid-js'
import type { CarriedFile } from '../../protocol/file.ts'
import type { Id } from '../../protocol/ids.ts'
import '../style/carried-files.css'
import { sizeWords } from '../store/file-size.ts'
import { paths } from '../transport/paths.ts'

/** What a message carries: each by its name, with its size before anybody fetches it. */
export function CarriedFiles(props: { roomId: Id; files: readonly CarriedFile[] }) {
  return (
    <ul class="carried-files">
      <For each={props.files}>
        {({ id, name, size }) => (
          <li>
            <a href={paths.file(props.roomId, id)} target="_blank" rel="noopener">
              <span class="carried-name">{name}</span>
              <span class="carried-size">{sizeWords(size)}</span>
            </a>
          </li>
        )}
      </For>
    </ul>
  )
}
