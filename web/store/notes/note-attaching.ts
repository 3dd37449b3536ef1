import { type Accessor, createSignal } from 'solid-js'
import type { NoteUpload } from '../../offline/note-uploads.ts'
import { prepareFile } from '../photos/prepare-file.ts'
import { expectedBytes, problemOf, type TrayProblem } from '../photos/tray-rules.ts'
import type { NoteWriting } from './note-writing.ts'

/** Why something that was chosen is not in the note; `no-room`: on this device. */
export type NoteFileProblem = TrayProblem | 'no-room'

/** Photos and files while they are added to a note. */
export type NoteAttaching = {
  /** Chosen and not ready yet. */
  preparing: Accessor<readonly { key: number; name: string; size: number }[]>
  refused: Accessor<readonly { name: string; why: NoteFileProblem }[]>
  /** The last that was added, for who does not see it. */
  added: Accessor<string | null>
  add: (files: readonly File[]) => void
  /** Ends when all that was chosen is in the note, or was refused. */
  settled: () => Promise<void>
}

export type NoteAttachingParts = {
  writing: NoteWriting
  /** What of the note lies on this device. */
  rows: () => readonly NoteUpload[]
  now: () => number
}

let lastKey = 0

export function createNoteAttaching({ writing, rows, now }: NoteAttachingParts): NoteAttaching {
  const [preparing, setPreparing] = createSignal<ReturnType<NoteAttaching['preparing']>>([])
  const [refused, setRefused] = createSignal<ReturnType<NoteAttaching['refused']>>([])
  const [added, setAdded] = createSignal<string | null>(null)
  /** One after another: a weak phone holds one opened photo and no more. */
  let working: Promise<unknown> = Promise.resolve()

  const refuse = (name: string, why: NoteFileProblem) => void setRefused((before) => [...before, { name, why }])
  const inNote = () => writing.draft()?.content.files ?? []
  const held = () => {
    const own = rows().filter(({ id }) => inNote().includes(id))
    const bytes = [...own, ...preparing()].reduce((sum, { size }) => sum + size, 0)
    return { count: inNote().length + preparing().length, bytes }
  }

  async function makeReady(key: number, file: File): Promise<void> {
    const prepared = await prepareFile(file, { isFromCamera: false, now: now() }).catch(() => 'unreadable' as const)
    const why =
      prepared === 'unreadable'
        ? prepared
        : prepared === null
          ? 'too-large'
          : await writing.attach(prepared).then(
              () => null,
              (): NoteFileProblem => 'no-room',
            )
    setPreparing((before) => before.filter((one) => one.key !== key))
    if (why === null) setAdded(file.name)
    else refuse(file.name, why)
  }

  return {
    ...{ preparing, refused, added },
    async settled() {
      while (preparing().length > 0) await working
    },
    add(files) {
      setRefused([])
      for (const file of files) {
        const why = problemOf(file, held())
        if (why !== null) {
          refuse(file.name, why)
          continue
        }
        lastKey += 1
        const key = lastKey
        setPreparing((before) => [...before, { key, name: file.name, size: expectedBytes(file) }])
        working = working.then(() => makeReady(key, file))
      }
    },
  }
}
