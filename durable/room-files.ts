import { DurableObject } from 'cloudflare:workers'
import type {
  Actor,
  AskPhotos,
  CopyFacts,
  FileToCopy,
  MemberStanding,
  OpenedFile,
  RoomFilesRpc,
} from '../protocol/bindings.ts'
import type { FileDetails, RoomPhotos, UploadFacts, UploadStanding } from '../protocol/file.ts'
import type { ClientId, EpochMs, Id, MemberNo } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { RoomAlbum } from './room-album.ts'
import type { RoomEnv } from './room-object.ts'
import type { RoomOriginals } from './room-originals.ts'
import type { RoomUploads } from './room-uploads.ts'

/** What the calls below go to. */
export type FilesOfRoom = {
  uploads: RoomUploads
  originals: RoomOriginals
  album: RoomAlbum
  numberOf: (accountId: Id) => MemberNo | null
  clock: () => EpochMs
}

/** The part of a room's object that takes and gives photos and files: who asks, and no rules. */
export abstract class RoomFiles extends DurableObject<RoomEnv> implements RoomFilesRpc {
  // An own property, and so nothing that another object could call.
  protected abstract readonly files: FilesOfRoom

  async createUpload(actor: Actor, facts: UploadFacts): Promise<Result<UploadStanding>> {
    return ofMember(this.files, actor, (no, { uploads, clock }) => uploads.create(no, facts, clock()))
  }

  async uploadStanding(actor: Actor, id: ClientId): Promise<Result<UploadStanding>> {
    return ofMember(this.files, actor, (no, { uploads, clock }) => uploads.standing(no, id, clock()))
  }

  async appendUpload(actor: Actor, id: ClientId, offset: number, bytes: Uint8Array): Promise<Result<UploadStanding>> {
    return ofMember(this.files, actor, (no, { uploads, clock }) => uploads.append(no, id, offset, bytes, clock()))
  }

  async endUpload(actor: Actor, id: ClientId): Promise<Result<null>> {
    return ofMember(this.files, actor, (no, { uploads, clock }) => uploads.end(no, id, clock()))
  }

  async openFile(actor: Actor, id: ClientId): Promise<Result<OpenedFile>> {
    return ofMember(this.files, actor, (no, { uploads }) => uploads.open(no, id))
  }

  async openFiles(actor: Actor, ids: ClientId[]): Promise<Result<OpenedFile[]>> {
    return ofMember(this.files, actor, (no, { uploads }) => {
      const opened = ids.map((id) => uploads.open(no, id))
      return ok(opened.flatMap((file) => (file.ok ? [file.value] : [])))
    })
  }

  async filePiece(actor: Actor, id: ClientId, from: number): Promise<Uint8Array | null> {
    const no = this.files.numberOf(actor.accountId)
    return no === null ? null : this.files.uploads.piece(no, id, from)
  }

  async noteLost(actor: Actor, id: ClientId): Promise<boolean> {
    const no = this.files.numberOf(actor.accountId)
    return no !== null && this.files.uploads.noteLost(no, id)
  }

  async openOriginal(actor: Actor, photo: ClientId): Promise<Result<OpenedFile>> {
    return ofMember(this.files, actor, (no, { uploads }) => uploads.openOriginal(no, photo))
  }

  async wantOriginal(actor: Actor, photo: ClientId): Promise<Result<null>> {
    return ofMember(this.files, actor, (no, { originals, clock }) => originals.want(no, photo, clock()))
  }

  async photos(actor: Actor, ask: AskPhotos): Promise<Result<RoomPhotos>> {
    return ofMember(this.files, actor, (no, { album }) => album.page(no, ask))
  }

  async fileToCopy(actor: Actor, id: ClientId): Promise<Result<FileToCopy>> {
    return ofMember(this.files, actor, (no, { album }) => album.toCopy(no, id))
  }

  async createCopy(actor: Actor, facts: UploadFacts, copy: CopyFacts): Promise<Result<UploadStanding>> {
    return ofMember(this.files, actor, (no, { album, clock }) => album.beginCopy(no, facts, copy, clock()))
  }

  async memberStanding(actor: Actor): Promise<Result<MemberStanding>> {
    return ofMember(this.files, actor, (no, { album }) => album.standing(no))
  }

  async fileDetails(actor: Actor, id: ClientId): Promise<Result<FileDetails>> {
    return ofMember(this.files, actor, (no, { originals }) => originals.details(no, id))
  }
}

function ofMember<T>(
  files: FilesOfRoom,
  { accountId }: Actor,
  answer: (no: MemberNo, files: FilesOfRoom) => T | Result<never>,
): T | Result<never> {
  const no = files.numberOf(accountId)
  return no === null ? refuse('not_found') : answer(no, files)
}
