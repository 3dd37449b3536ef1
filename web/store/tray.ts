import { type Accessor, createSignal } from 'solid-js'
import type { EpochMs } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Prepared } from './prepare-file.ts'
import { expectedBytes, problemOf, type TrayProblem } from './tray-rules.ts'

/** One thing that was chosen and not sent yet. */
export type TrayItem = {
  key: number
  name: string
  /** In bytes: what will be sent, or at most about so much while it is not ready. */
  size: number
  /** null while it is made ready. */
  prepared: Prepared | null
  /** Its picture's address in this page. */
  url: string | null
}

/** Something that cannot go along, and why. */
export type Refused = { name: string; why: TrayProblem }

/** What was chosen for the next message of one room. It lives as long as the page. */
export type Tray = {
  items: Accessor<readonly TrayItem[]>
  refused: Accessor<readonly Refused[]>
  bytes: Accessor<number>
  isReady: Accessor<boolean>
  add: (files: readonly File[], options?: { isFromCamera?: boolean }) => void
  remove: (key: number) => void
  refuse: (refused: Refused) => void
  clear: () => void
  /** Puts back what was sent and taken back. */
  putBack: (items: readonly Prepared[]) => void
}

export type TrayParts = {
  prepare: (file: File, options: { isFromCamera: boolean; now: EpochMs }) => Promise<Prepared | null>
  now: () => EpochMs
  /** Addresses of pictures in the page. */
  urls: { make: (picture: Blob) => string; forget: (url: string) => void }
}

let lastKey = 0

export function createTray({ prepare, now, urls }: TrayParts): Tray {
  const [items, setItems] = createSignal<readonly TrayItem[]>([])
  const [refused, setRefused] = createSignal<readonly Refused[]>([])
  const bytes = (): number => items().reduce((sum, { size }) => sum + size, 0)
  /** One after another: a weak phone holds one opened photo and no more. */
  let preparing: Promise<unknown> = Promise.resolve()

  function remove(key: number): void {
    const gone = items().find((item) => item.key === key)
    if (gone?.url) urls.forget(gone.url)
    setItems((held) => held.filter((item) => item.key !== key))
  }

  function ready(key: number, prepared: Prepared): void {
    const url = prepared.shrunk ? urls.make(prepared.shrunk.thumb) : null
    const facts = { prepared, url, name: prepared.name, size: prepared.body.size + (prepared.shrunk?.thumb.size ?? 0) }
    setItems((held) => held.map((item) => (item.key === key ? { ...item, ...facts } : item)))
  }

  const refuse = (one: Refused): void => void setRefused((before) => [...before, one])

  /** A picture that could not be shrunk counts as it is. */
  function problemWith(prepared: Prepared | null, key: number): TrayProblem | null {
    if (prepared === null) return 'too-large'
    const others = items().reduce((sum, item) => sum + (item.key === key ? 0 : item.size), 0)
    return others + prepared.body.size > limits.maxCarriedBytes ? 'too-much' : null
  }

  async function makeReady(key: number, file: File, isFromCamera: boolean): Promise<void> {
    if (!items().some((item) => item.key === key)) return
    const prepared = await prepare(file, { isFromCamera, now: now() }).catch(() => 'unreadable' as const)
    if (!items().some((item) => item.key === key)) return
    const why = prepared === 'unreadable' ? prepared : problemWith(prepared, key)
    if (why === null) return ready(key, prepared as Prepared)
    remove(key)
    refuse({ name: file.name, why })
  }

  return {
    items,
    refused,
    bytes,
    isReady: () => items().every(({ prepared }) => prepared !== null),
    add(files, { isFromCamera = false } = {}) {
      setRefused([])
      for (const file of files) {
        const why = problemOf(file, { count: items().length, bytes: bytes() })
        if (why !== null) {
          refuse({ name: file.name, why })
          continue
        }
        lastKey += 1
        const key = lastKey
        setItems((held) => [...held, { key, name: file.name, size: expectedBytes(file), prepared: null, url: null }])
        preparing = preparing.then(() => makeReady(key, file, isFromCamera))
      }
    },
    remove,
    refuse,
    clear() {
      setRefused([])
      for (const { key } of items()) remove(key)
    },
    putBack(prepareds) {
      for (const prepared of prepareds) {
        lastKey += 1
        setItems((held) => [...held, { key: lastKey, name: '', size: 0, prepared: null, url: null }])
        ready(lastKey, prepared)
      }
    },
  }
}
