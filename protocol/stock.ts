import * as v from 'valibot'
import { CarriedFile } from './file.ts'
import { ClientId, EpochMs, Id, Seq } from './ids.ts'
import { limits } from './limits.ts'

/** The stock of photos over the rooms of an organization. */

/** 要確認, 広報可, 不可: whether a photo may be shown to everybody. Nobody has been asked at first. */
export const Consent = v.picklist(['ask', 'ok', 'no'])
export type Consent = v.InferOutput<typeof Consent>

/** A photo by its room and its upload. */
export const PhotoName = v.strictObject({ roomId: Id, id: ClientId })
export type PhotoName = v.InferOutput<typeof PhotoName>

export const StockPhoto = v.strictObject({
  ...PhotoName.entries,
  roomName: v.string(),
  seq: Seq,
  storedAt: EpochMs,
  by: v.string(),
  unit: v.string(),
  file: CarriedFile,
  consent: Consent,
  /** Who is to be seen. */
  people: v.string(),
  /** Whom to name beside it; the unit at first. */
  credit: v.string(),
  event: v.string(),
  words: v.string(),
  /** Whether whoever asks may say these. */
  mayChange: v.boolean(),
})
export type StockPhoto = v.InferOutput<typeof StockPhoto>

/** Newest first; `next` is what `before` has to be for those that follow. */
export const StockPage = v.strictObject({ photos: v.array(StockPhoto), next: v.nullable(v.string()) })
export type StockPage = v.InferOutput<typeof StockPage>

const said = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(limits.maxPhotoWords)))

/** What is said of photos; what is left out stays. */
export const PhotoFacts = v.strictObject({
  consent: v.optional(Consent),
  people: said,
  credit: said,
  event: said,
  words: said,
})
export type PhotoFacts = v.InferOutput<typeof PhotoFacts>

export const SetPhotoFacts = v.strictObject({
  photos: v.pipe(v.array(PhotoName), v.minLength(1), v.maxLength(limits.maxPhotosToldOf)),
  set: PhotoFacts,
})

/** `public`: copies without any metadata of those that may be shown. `evidence`: as they were sent, for whoever moderates their rooms. */
export const ZipKind = v.picklist(['public', 'evidence'])
export type ZipKind = v.InferOutput<typeof ZipKind>

export const SelectPhotos = v.strictObject({
  photos: v.pipe(v.array(PhotoName), v.minLength(1), v.maxLength(limits.maxZipFiles)),
  kind: ZipKind,
})

/** Why a photo is not in a zip: nobody allowed it to be shown; no public copy can be made; it is not there; not for who asks. */
export const LeftOut = v.picklist(['consent', 'no_copy', 'gone', 'not_allowed'])
export type LeftOut = v.InferOutput<typeof LeftOut>

/** What will be in the zip at `/api/organizations/{organization}/stock/zip/{id}`, which whoever asked may download until `endsAt`. */
export const Selection = v.strictObject({
  id: Id,
  files: v.number(),
  /** Before they are rebuilt. */
  bytes: v.number(),
  leftOut: v.array(v.strictObject({ ...PhotoName.entries, reason: LeftOut })),
  endsAt: EpochMs,
})
export type Selection = v.InferOutput<typeof Selection>
