import * as v from 'valibot'
import { latitude, longitude, radiusM } from './geo-place.ts'
import { ClientId, EpochMs } from './ids.ts'

/** A `thumb` is the small picture of a photo, and is carried with it. */
export const FileKind = v.picklist(['photo', 'file', 'thumb'])
export type FileKind = v.InferOutput<typeof FileKind>

/** Who says so: the photo's own record (EXIF), or the phone at the moment when it was taken or chosen. */
const from = v.picklist(['exif', 'phone'])
const pixels = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)))

/** What the sender's device knows of a photo besides its bytes. When and where each say from whom they are; where only with consent. */
const photoFacts = {
  /** As it is shown. */
  width: pixels,
  height: pixels,
  taken: v.optional(v.strictObject({ at: EpochMs, from })),
  place: v.optional(v.strictObject({ lat: latitude, lon: longitude, accuracyM: v.optional(radiusM), from })),
  /** The upload that is its small picture; read like any file of the room. */
  thumb: v.optional(ClientId),
}

/** One of the uploads that a message is to carry. */
export const NamedFile = v.strictObject({ id: ClientId, ...photoFacts })
export type NamedFile = v.InferOutput<typeof NamedFile>

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
  ...photoFacts,
})
export type CarriedFile = v.InferOutput<typeof CarriedFile>

/** What somebody is about to upload. The same id with the same facts is the same upload. */
export type UploadFacts = { id: ClientId; kind: FileKind; name: string; size: number }

/** How far an upload has come. */
export const UploadStanding = v.strictObject({ id: ClientId, size: bytes(), offset: bytes(), whole: v.boolean() })
export type UploadStanding = v.InferOutput<typeof UploadStanding>
