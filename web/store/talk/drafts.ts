import { type Accessor, createSignal } from 'solid-js'
import type { Id, MemberNo, Seq } from '../../../protocol/ids.ts'
import type { DeviceStore } from '../../offline/device-store.ts'

/** What somebody has begun to write in a room. */
export type Draft = { text: string; mentions: readonly { no: MemberNo; name: string }[]; replyTo: Seq | null }

export const emptyDraft: Draft = { text: '', mentions: [], replyTo: null }

/** Drafts by room. They outlive the page. */
export type Drafts = {
  of: (roomId: Id) => Draft
  set: (roomId: Id, draft: Draft) => void
  /** What was written lies in the outbox, where the draft went with it. */
  sent: (roomId: Id) => void
  all: Accessor<ReadonlyMap<Id, Draft>>
  close: () => void
}

/** A draft is on the device this long after the last key. */
const saveMs = 400

export function createDrafts(store: DeviceStore): Drafts {
  const [all, setAll] = createSignal<ReadonlyMap<Id, Draft>>(new Map())
  const unsaved = new Set<Id>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function save(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const vault = await store.vault
    const roomIds = [...unsaved]
    unsaved.clear()
    for (const roomId of roomIds) {
      const draft = all().get(roomId) ?? emptyDraft
      const done = isEmpty(draft) ? vault?.delete('drafts', roomId) : vault?.put('drafts', { roomId, draft })
      void done?.catch(() => undefined)
    }
  }

  void store.vault
    .then((vault) => vault?.getAll('drafts'))
    .then((kept = []) =>
      setAll((now) => new Map([...kept.map(({ roomId, draft }) => [roomId, draft] as const), ...now])),
    )
    .catch(() => undefined)
  const stop = store.onHide(() => void save())

  const show = (roomId: Id, draft: Draft) => void setAll((drafts) => new Map(drafts).set(roomId, draft))
  return {
    all,
    of: (roomId) => all().get(roomId) ?? emptyDraft,
    set(roomId, draft) {
      show(roomId, draft)
      unsaved.add(roomId)
      timer ??= setTimeout(() => void save(), saveMs)
    },
    sent(roomId) {
      unsaved.delete(roomId)
      show(roomId, emptyDraft)
    },
    close() {
      void save()
      stop()
    },
  }
}

/** What a room is told of a draft. */
export function messageOf(draft: Draft): { text: string; mentions?: MemberNo[]; replyTo?: Seq } {
  const mentions = mentionsIn(draft)
  const { text, replyTo } = draft
  return { text, ...(mentions.length > 0 ? { mentions } : {}), ...(replyTo === null ? {} : { replyTo }) }
}

const isEmpty = ({ text, replyTo }: Draft) => text === '' && replyTo === null

/** The mentions that are still in the text. */
export const mentionsIn = ({ text, mentions }: Draft): MemberNo[] => [
  ...new Set(mentions.filter(({ name }) => text.includes(`@${name}`)).map(({ no }) => no)),
]
