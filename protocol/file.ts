import * as v from 'valibot'
import { latitude, longitude, radiusM } from './geo-place.ts'
import { ClientId, EpochMs, Id, MemberNo, Seq } from './ids.ts'

/** A `thumb` is the small picture of a photo, and is carried with it; an `original` is the photo as the phone took it, and may come later. */
export const FileKind = v.picklist(['photo', 'file', 'thumb', 'original'])
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

const byteCount = () => v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Where a copy comes from: the message that first carried it. A room says so, and no client. */
export const Origin = v.strictObject({ room: v.string(), by: v.string(), unit: v.string(), at: EpochMs })
export type Origin = v.InferOutput<typeof Origin>

/** A photo or a file that a message carries, by what the room found when its bytes were whole. Read at `/api/rooms/{room}/files/{id}`. */
export const CarriedFile = v.strictObject({
  id: ClientId,
  kind: FileKind,
  name: v.string(),
  /** By its bytes, whatever its sender said; `application/octet-stream` for what is none of the known ones. */
  type: v.string(),
  size: byteCount(),
  /** Hexadecimal. */
  sha256: v.string(),
  ...photoFacts,
  origin: v.optional(Origin),
})
export type CarriedFile = v.InferOutput<typeof CarriedFile>

/** What the room knows of a photo or a file besides what its message says. `lost`: its bytes are gone until somebody who has them sends them again. */
export const FileDetails = v.strictObject({
  file: CarriedFile,
  original: v.nullable(v.pick(CarriedFile, ['type', 'size', 'sha256'])),
  /** Somebody has asked for the original, and it is not there yet. */
  wanted: v.boolean(),
  lost: v.boolean(),
  /** Of the message that carries it. */
  by: MemberNo,
  storedAt: EpochMs,
})
export type FileDetails = v.InferOutput<typeof FileDetails>

/** What somebody is about to upload. The same id with the same facts is the same upload. `of`: the photo that an original belongs to. */
export type UploadFacts = { id: ClientId; kind: FileKind; name: string; size: number; of?: ClientId }

/** How far an upload has come. */
export const UploadStanding = v.strictObject({
  id: ClientId,
  size: byteCount(),
  offset: byteCount(),
  whole: v.boolean(),
})
export type UploadStanding = v.InferOutput<typeof UploadStanding>

/** What is known of a photo besides its bytes, and travels with a copy. */
export type PhotoFacts = Pick<CarriedFile, 'width' | 'height' | 'taken' | 'place'>

/** A copy of what a message of another room carries. It begins under `id`, and its small picture under `thumb`. */
export const AskCopy = v.strictObject({
  id: ClientId,
  thumb: v.optional(ClientId),
  from: v.strictObject({ room: Id, upload: ClientId }),
})
export type AskCopy = v.InferOutput<typeof AskCopy>

/** Photos, or files, that messages of a room carry, newest message first. `next`: to ask on before it; null where there are no more. */
export const RoomPhotos = v.strictObject({
  items: v.array(
    v.strictObject({ seq: Seq, by: MemberNo, storedAt: EpochMs, file: CarriedFile, text: v.optional(v.string()) }),
  ),
  next: v.nullable(Seq),
})
export type RoomPhotos = v.InferOutput<typeof RoomPhotos>
