import { historyFloor, presentStay } from '../core/room-state.ts'
import { rightsOf } from '../core/welcome.ts'
import type { AskPhotos, CopyFacts, FileToCopy, MemberStanding, OpenedFile } from '../protocol/bindings.ts'
import type { RoomPhotos, UploadFacts, UploadStanding } from '../protocol/file.ts'
import type { ClientId, EpochMs, MemberNo } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import { carrierOf } from './file-visibility.ts'
import type { RoomService } from './room-service.ts'
import type { RoomUploads } from './room-uploads.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'

export type RoomAlbumDeps = { service: RoomService; storage: SqlRoomStorage; uploads: RoomUploads }

/** What the messages of a room carry, looked at by itself: page by page, or to be handed on to another room. */
export class RoomAlbum {
  readonly #deps: RoomAlbumDeps

  constructor(deps: RoomAlbumDeps) {
    this.#deps = deps
  }

  standing(no: MemberNo): Result<MemberStanding> {
    const state = this.#deps.service.state()
    return state
      ? ok({ organizationId: state.facts.organizationId, mayModerate: rightsOf(state, no).moderate })
      : refuse('not_found')
  }

  /**
   * The newest uploads of a kind, with all that their messages carry of it, so that no message is cut in two. A page where much was
   * retracted has less on it, and says where to go on all the same.
   */
  page(no: MemberNo, { kind, before, limit }: AskPhotos): Result<RoomPhotos> {
    const state = this.#deps.service.state()
    const stay = state && presentStay(state, no)
    if (!state || !stay) return refuse('not_found')
    const { storage } = this.#deps
    const seqs = storage.uploads.album(kind, historyFloor(state, stay), before, limit)
    const items = [...new Set(seqs)].flatMap((seq) => {
      const entry = storage.entry(seq)
      if (entry?.kind !== 'message') return []
      const { by, storedAt, text, files = [] } = entry
      const words = text ? { text } : {}
      return files.filter((file) => file.kind === kind).map((file) => ({ seq, by, storedAt, file, ...words }))
    })
    return ok({ items, next: seqs.length < limit ? null : (seqs.at(-1) ?? null) })
  }

  /** What goes with a copy. A copy of a copy comes from where the first one came from. */
  toCopy(no: MemberNo, id: ClientId): Result<FileToCopy> {
    const { service, storage, uploads } = this.#deps
    const opened = uploads.open(no, id)
    const upload = storage.uploads.find(id)
    const state = service.state()
    const entry = upload && carrierOf(this.#deps, no, upload)
    const file = entry?.kind === 'message' ? entry.files?.find((one) => one.id === id) : undefined
    const author = entry && state?.people[entry.by - 1]
    if (!opened.ok || !state || !entry || !file || !author) return refuse('not_found')
    const { width, height, taken, place } = file
    const thumb: Result<OpenedFile> | null = file.thumb === undefined ? null : uploads.open(no, file.thumb)
    const { name: room, organizationId } = state.facts
    return ok({
      file: opened.value,
      ...(thumb?.ok && { thumb: thumb.value }),
      organizationId,
      facts: {
        ...(width !== undefined && { width }),
        ...(height !== undefined && { height }),
        ...(taken && { taken }),
        ...(place && { place }),
      },
      origin: file.origin ?? { room, by: author.name, unit: author.unitName, at: entry.storedAt },
    })
  }

  /** Where a photo was taken is evidence of its organization, and stays there. */
  async beginCopy(no: MemberNo, facts: UploadFacts, copy: CopyFacts, now: EpochMs): Promise<Result<UploadStanding>> {
    const { service, uploads } = this.#deps
    const { place, ...elsewhere } = copy.facts
    const isAtHome = service.state()?.facts.organizationId === copy.organizationId
    const begun = uploads.create(no, facts, now, isAtHome ? copy : { ...copy, facts: elsewhere })
    return begun.ok ? uploads.standing(no, facts.id, now) : begun
  }
}
