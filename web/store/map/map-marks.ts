import type { MessageEntry } from '../../../protocol/entry.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import type { ClientId, EpochMs, MemberNo, Seq } from '../../../protocol/ids.ts'
import type { LivePosition } from '../../../protocol/position.ts'

/** Something on the map, and in the list beside it. */
export type MapMark = {
  id: string
  kind: 'place' | 'photo' | 'live'
  place: GeoPlace
  /** Whose it is. */
  no: MemberNo
  name: string
  /** What was written with it. */
  word: string
  at: EpochMs
  /** The message that has it. */
  seq: Seq | null
  /** The small picture of a photo, where there is one. */
  thumb: ClientId | null
  /** Of a live position: more is to be expected. */
  isLive: boolean
}

export type MarkSources = {
  entries: readonly MessageEntry[]
  positions: readonly LivePosition[]
  nameOf: (no: MemberNo) => string
  now: EpochMs
}

/** People first, those who share now before those of whom the last is known; then places and photos, newest first. */
export function marksOf({ entries, positions, nameOf, now }: MarkSources): MapMark[] {
  const people = positions.map((position) => liveMark(position, nameOf, now))
  people.sort((a, b) => Number(b.isLive) - Number(a.isLive) || b.at - a.at)
  return [...people, ...entries.flatMap((entry) => marksOfEntry(entry, nameOf))]
}

const none = { word: '', seq: null, thumb: null, isLive: false }

const liveMark = ({ no, place, at, until }: LivePosition, nameOf: MarkSources['nameOf'], now: EpochMs): MapMark => ({
  ...{ ...none, id: `live-${no}`, kind: 'live', no, name: nameOf(no), place, at, isLive: now < until },
})

function marksOfEntry(entry: MessageEntry, nameOf: MarkSources['nameOf']): MapMark[] {
  const { seq, by: no, storedAt, text: word = '', place, files = [] } = entry
  const common = { ...none, no, name: nameOf(no), word, seq }
  const own: MapMark[] = place ? [{ ...common, id: `place-${seq}`, kind: 'place', place, at: storedAt }] : []
  const photos = files.flatMap((file): MapMark[] => {
    if (!file.place) return []
    const { from: _, ...where } = file.place
    const at = file.taken?.at ?? storedAt
    const found: GeoPlace = { ...where, at, source: 'gps' }
    return [{ ...common, id: `photo-${file.id}`, kind: 'photo', place: found, at, thumb: file.thumb ?? null }]
  })
  return [...own, ...photos]
}
