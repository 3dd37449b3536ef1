import { type Accessor, batch, createSignal } from 'solid-js'
import type { NoteUpload } from '../../offline/note-uploads.ts'
import { type Prepared, prepareFile } from '../photos/prepare-file.ts'
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

  /** In the list of what is made ready, or in the note, and never in both. */
  async function makeReady(key: number, file: File): Promise<void> {
    const made = await madeReady(file, now())
    const adding = batch(() => {
      setPreparing((before) => before.filter((one) => one.key !== key))
      return typeof made === 'string' ? null : writing.attach(made.prepared, made.bytes)
    })
    const why = typeof made === 'string' ? made : await whyNot(adding)
    if (why === null) setAdded(file.name)
    else refuse(file.name, why)
  }

  return {
    ...{ preparing, refused, added },
    async settled() {
      do await working
      while (preparing().length > 0)
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

type Made = { prepared: Prepared; bytes: ArrayBuffer }

async function madeReady(file: File, now: number): Promise<Made | NoteFileProblem> {
  try {
    const prepared = await prepareFile(file, { isFromCamera: false, now })
    return prepared === null ? 'too-large' : { prepared, bytes: await prepared.body.arrayBuffer() }
  } catch {
    return 'unreadable'
  }
}

const whyNot = async (adding: Promise<void> | null): Promise<NoteFileProblem | null> => {
  try {
    await adding
    return null
  } catch {
    return 'no-room'
  }
}
