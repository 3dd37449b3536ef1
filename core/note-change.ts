import type { NoteStanding, NoteTold } from '../protocol/bindings.ts'
import type { CarriedFile } from '../protocol/file.ts'
import type { ClientId, MemberNo, Seq } from '../protocol/ids.ts'
import type { Draft, NoteBody } from './change.ts'
import type { LogReader } from './log-reader.ts'
import { presentNo, type RoomState } from './room-state.ts'
import { rightsOf } from './welcome.ts'

/**
 * What a version of a note means for its room: one entry by whoever saved it, or by nobody where they have left meanwhile; or the entry that
 * told of this version before. A later entry supersedes the earlier ones of the same note, as a correction does its message.
 */
export function noteChange(
  state: RoomState,
  { by, files, at: _at, ...told }: NoteTold,
  log: Pick<LogReader, 'noteEntries'>,
): { drafts: Draft[] } | { earlier: Seq } {
  const noted = log.noteEntries(told.note)
  const same = noted.find(({ version }) => version === told.version)
  if (same) return { earlier: same.seq }
  const target = noted[0]?.seq
  const body: NoteBody = {
    ...{ kind: 'note', ...told },
    ...(files.length > 0 && { files }),
    ...(target !== undefined && { target }),
  }
  return { drafts: [{ type: 'append', by: presentNo(state, by) ?? 0, body }] }
}

/** What a member may do with the room's notes, as whom, and which of these uploads are theirs to put into one. */
export function noteStanding(
  state: RoomState,
  no: MemberNo,
  uploads: readonly ClientId[],
  log: Pick<LogReader, 'ownUpload'>,
): NoteStanding {
  const { accountId = '', name = '', title = '', unitName = '' } = state.people[no - 1] ?? {}
  const files = uploads.map((id) => log.ownUpload(no, id))
  return {
    organizationId: state.facts.organizationId,
    author: { accountId, name, title, unit: unitName },
    mayWrite: rightsOf(state, no).post,
    uploads: files.filter((file) => file !== null && file.kind !== 'thumb') as CarriedFile[],
  }
}
