import { type Accessor, createSignal } from 'solid-js'
import type { AskCopy, CarriedFile, UploadStanding } from '../../../protocol/file.ts'
import type { RoomList } from '../../../protocol/http.ts'
import type { ClientId, Id } from '../../../protocol/ids.ts'
import type { RoomSummary } from '../../../protocol/lobby-message.ts'
import type { Answer } from '../../../protocol/server-message.ts'
import { type Api, type Failure, failed, type Reply } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import { photoPaths } from '../../transport/photo-paths.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { shaped } from '../../transport/shape.ts'
import { newClientId } from '../talk/client-id.ts'

export type RoomGroup = { id: Id; name: string; rooms: RoomSummary[] }

const me = shaped<SignedIn>('accountId', 'organizations')
const list = shaped<RoomList>('rooms')

/** Own rooms of all organizations, the newest talk first; asked afresh, since a list on screen has those of one organization alone. */
export async function ownRooms(api: Api): Promise<Reply<RoomGroup[]>> {
  const self = await api({ method: 'GET', path: photoPaths.me, answer: me })
  if (!self.ok) return self
  const groups: RoomGroup[] = []
  for (const { id, name } of self.value.organizations) {
    const reply = await api({ method: 'GET', path: paths.rooms(id), answer: list })
    if (!reply.ok) return reply
    const rooms = reply.value.rooms.toSorted((a, b) => (b.last?.storedAt ?? 0) - (a.last?.storedAt ?? 0))
    groups.push({ id, name, rooms })
  }
  return { ok: true, value: groups }
}

export type Copying = {
  state: Accessor<'idle' | 'busy' | 'done'>
  failure: Accessor<Failure | null>
  /** Which of the files is on its way, from 1. */
  number: Accessor<number>
  send: (to: Id) => Promise<void>
}

type Ids = { post: ClientId; files: { id: ClientId; thumb: ClientId }[] }

/**
 * Copies what a message carries into another room, and sends it there in one message. The ids are made once for each room: a try after one
 * that failed goes on from there, and nothing is there twice.
 */
export function createCopying(api: Api, from: { room: Id; files: readonly CarriedFile[] }): Copying {
  const [state, setState] = createSignal<'idle' | 'busy' | 'done'>('idle')
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [number, setNumber] = createSignal(1)
  const made = new Map<Id, Ids>()

  const idsFor = (to: Id): Ids => {
    const ids = made.get(to) ?? {
      post: newClientId(),
      files: from.files.map(() => ({ id: newClientId(), thumb: newClientId() })),
    }
    made.set(to, ids)
    return ids
  }

  async function carry(to: Id): Promise<Failure | null> {
    const ids = idsFor(to)
    for (const [i, file] of from.files.entries()) {
      setNumber(i + 1)
      const { id, thumb } = ids.files[i] as Ids['files'][number]
      const source = { room: from.room, upload: file.id }
      const body: AskCopy = { id, from: source, ...(file.thumb !== undefined && { thumb }) }
      const path = photoPaths.copies(to)
      const copied = await api({ method: 'POST', path, body, answer: shaped<UploadStanding>('id', 'whole') })
      if (!copied.ok) return copied.failure
    }
    const files = ids.files.map(({ id }) => ({ id }))
    const command = { t: 'post', id: ids.post, text: '', files, sentAt: Date.now() }
    const posted = await api({ method: 'POST', path: paths.commands(to), body: command, answer: shaped<Answer>('id') })
    if (!posted.ok) return posted.failure
    return 'refusal' in posted.value ? failed(posted.value.refusal).failure : null
  }

  return {
    state,
    failure,
    number,
    async send(to) {
      if (state() === 'busy') return
      setState('busy')
      setFailure(null)
      const why = await carry(to)
      setFailure(why)
      setState(why === null ? 'done' : 'idle')
    },
  }
}
