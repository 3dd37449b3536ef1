import * as v from 'valibot'
import { ClientId } from './ids.ts'

export const FileKind = v.picklist(['photo', 'file'])
export type FileKind = v.InferOutput<typeof FileKind>

const bytes = () => v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** A photo or a file that a message carries, by what the room found when its bytes were whole. Read at `/api/rooms/{room}/files/{id}`. */
export const CarriedFile = v.strictObject({
  id: ClientId,
  kind: FileKind,
  name: v.string(),
  /** By its bytes, whatever its sender said; `application/octet-stream` for what is none of the known ones. */
  type: v.string(),
  size: bytes(),
  /** Hexadecimal. */
  sha256: v.string(),
})
export type CarriedFile = v.InferOutput<typeof CarriedFile>

/** What somebody is about to upload. The same id with the same facts is the same upload. */
export type UploadFacts = { id: ClientId; kind: FileKind; name: string; size: number }

/** How far an upload has come. */
export const UploadStanding = v.strictObject({ id: ClientId, size: bytes(), offset: bytes(), whole: v.boolean() })
export type UploadStanding = v.InferOutput<typeof UploadStanding>
