import { type Accessor, createSignal } from 'solid-js'
import type { ClientId, EpochMs } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { newClientId } from '../talk/client-id.ts'
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

/** What was chosen for the next message of one room. */
export type Tray = {
  items: Accessor<readonly TrayItem[]>
  refused: Accessor<readonly Refused[]>
  bytes: Accessor<number>
  isReady: Accessor<boolean>
  add: (files: readonly File[], options?: { isFromCamera?: boolean }) => void
  remove: (key: number) => void
  refuse: (refused: Refused) => void
  /** All that is ready, which is in the tray no more: what sends it takes it from the device as well. */
  take: () => Prepared[]
  /** It was sent: its message has it. */
  sent: (items: readonly Prepared[]) => void
  /** Puts back what was sent and taken back. */
  putBack: (items: readonly Prepared[]) => void
  /** What lies on the device: at the beginning, and after another tab changed it. `was`: what this tab knows to have lain there. */
  lies: (items: readonly Prepared[], was: ReadonlySet<ClientId>) => void
}

/** Where what was chosen lies on the device. */
export type TrayKeeping = {
  /** Also the file that it was made of, where one was chosen just now. */
  put: (prepared: Prepared, chosen?: File) => void
  /** It is not wanted any more, nor what it was made of. */
  drop: (prepared: Prepared) => void
  /** Its message has it; what it was made of stays. */
  sent: (items: readonly Prepared[]) => void
}

export type TrayParts = {
  prepare: (file: File, options: { isFromCamera: boolean; now: EpochMs }) => Promise<Prepared | null>
  now: () => EpochMs
  /** Addresses of pictures in the page. */
  urls: { make: (picture: Blob) => string; forget: (url: string) => void }
  keeping?: TrayKeeping
}

let lastKey = 0

export function createTray({ prepare, now, urls, keeping }: TrayParts): Tray {
  const { items, begin, ready, putIn, takeOut } = createItems(urls)
  const [refused, setRefused] = createSignal<readonly Refused[]>([])
  const bytes = (): number => items().reduce((sum, { size }) => sum + size, 0)
  /** One after another: a weak phone holds one opened photo and no more. */
  let preparing: Promise<unknown> = Promise.resolve()

  function remove(key: number): void {
    const prepared = items().find((item) => item.key === key)?.prepared
    if (prepared) keeping?.drop(prepared)
    takeOut(key)
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
    if (why === null) {
      const kept = { id: newClientId(), at: now(), original: newClientId() }
      const whole = { ...(prepared as Prepared), kept }
      ready(key, whole)
      return keeping?.put(whole, file)
    }
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
        const key = begin(file.name, expectedBytes(file))
        preparing = preparing.then(() => makeReady(key, file, isFromCamera))
      }
    },
    remove,
    refuse,
    take() {
      setRefused([])
      const taken = items().flatMap(({ prepared }) => prepared ?? [])
      for (const { key } of items()) takeOut(key)
      return taken
    },
    sent: (prepareds) => keeping?.sent(prepareds),
    putBack(prepareds) {
      for (const prepared of prepareds) {
        putIn(prepared)
        keeping?.put(prepared)
      }
    },
    lies(prepareds, was) {
      const lying = new Set(prepareds.map(({ kept }) => kept?.id))
      for (const { key, prepared } of items()) {
        const id = prepared?.kept?.id
        if (id !== undefined && was.has(id) && !lying.has(id)) takeOut(key)
      }
      const here = new Set(items().map(({ prepared }) => prepared?.kept?.id))
      for (const prepared of prepareds) if (!here.has(prepared.kept?.id)) putIn(prepared)
    },
  }
}

/** What lies in a tray, and the pictures that show it. */
function createItems(urls: TrayParts['urls']) {
  const [items, setItems] = createSignal<readonly TrayItem[]>([])

  function begin(name: string, size: number): number {
    lastKey += 1
    const key = lastKey
    setItems((held) => [...held, { key, name, size, prepared: null, url: null }])
    return key
  }

  function ready(key: number, prepared: Prepared): void {
    const url = prepared.shrunk ? urls.make(prepared.shrunk.thumb) : null
    const facts = { prepared, url, name: prepared.name, size: prepared.body.size + (prepared.shrunk?.thumb.size ?? 0) }
    setItems((held) => held.map((item) => (item.key === key ? { ...item, ...facts } : item)))
  }

  function takeOut(key: number): void {
    const gone = items().find((item) => item.key === key)
    if (gone?.url) urls.forget(gone.url)
    setItems((held) => held.filter((item) => item.key !== key))
  }

  return { items, begin, ready, takeOut, putIn: (prepared: Prepared) => ready(begin('', 0), prepared) }
}
