import { type LatLon, roundedPlace } from './place.ts'

/**
 * Finds a place in what somebody writes or pastes: two decimal numbers, degrees with minutes and seconds, or the address
 * of a map. Where only one order of two numbers can be right, that one is meant.
 *
 * No look-behind: Safari before 16.4 does not even load a script that has one.
 */
export type ReadPlace = { place: LatLon } | { problem: 'empty' | 'short-link' | 'none' }

export function readPlace(written: string): ReadPlace {
  const text = plain(written)
  if (text === '') return { problem: 'empty' }
  const place = isAddress(text) ? inAddress(unescaped(text)) : inText(text)
  if (place) return { place: roundedPlace(place) }
  return { problem: isShortLink(text) ? 'short-link' : 'none' }
}

/** Full-width digits and signs, and the many marks for degrees, minutes and seconds, as one. */
function plain(written: string): string {
  return written
    .replace(/[゜º˚]/g, '°')
    .normalize('NFKC')
    .replace(/[′‘’´`]/g, "'")
    .replace(/[″“”]/g, '"')
    .replace(/'\s?'/g, '"')
    .replace(/[−‐–]/g, '-')
    .trim()
}

const isAddress = (text: string): boolean => /(?:https?:\/\/|\bgeo:)/i.test(text)

/** Behind these stands a place only for who asks their servers. */
const isShortLink = (text: string): boolean =>
  /\/\/(?:maps\.app\.goo\.gl|goo\.gl|g\.co|maps\.apple\/p|bit\.ly)\b/i.test(text)

function unescaped(address: string): string {
  const spaced = address.replaceAll('+', ' ')
  try {
    return plain(decodeURIComponent(spaced))
  } catch {
    return spaced
  }
}

const number = String.raw`(-?\d{1,3}(?:\.\d+)?)`
const pair = String.raw`${number}\s*,\s*${number}`

/** What each map writes, the pin before the middle of what is on screen. */
const inAddresses: RegExp[] = [
  // Google: the pin of a place.
  new RegExp(`!3d${number}!4d${number}`),
  new RegExp(String.raw`[?&#](?:query|q|coordinate|destination|daddr)=(?:loc:)?\s*${pair}`, 'i'),
  new RegExp(`[?&#]mlat=${number}&mlon=${number}`, 'i'),
  new RegExp(String.raw`\bgeo:${pair}`, 'i'),
  new RegExp(`/(?:place|search|dir)/[^@]*?${pair}`, 'i'),
]

const middles: RegExp[] = [
  // Google: the middle of the map.
  new RegExp(`/@${pair}`),
  new RegExp(String.raw`[?&#](?:ll|sll|center|cp)=\s*${pair}`, 'i'),
  new RegExp(`[?&#]lat(?:itude)?=${number}&(?:[^&]*&)?(?:lon|lng|longitude)=${number}`, 'i'),
  // 地理院地図 and OpenStreetMap.
  new RegExp(String.raw`#(?:map=)?\d{1,2}(?:\.\d+)?/${number}/${number}`),
]

function inAddress(address: string): LatLon | null {
  return firstPair(address, inAddresses) ?? inAngles(address) ?? firstPair(address, middles)
}

const wholePair = new RegExp(String.raw`^[(「]?\s*${number}\s*(?:[,、;/]\s*|\s+)${number}\s*[)」]?$`)
/** Amid other words only numbers as long as those of a place. */
const long = String.raw`(-?\d{1,3}\.\d{3,})`
const pairAmid = new RegExp(String.raw`(?:^|[^\w.緯経度-])${long}\s*(?:[,、;/]\s*|\s+)${long}(?![\w.°度])`)

const inText = (text: string): LatLon | null => firstPair(text, [wholePair, pairAmid]) ?? inAngles(text)

function firstPair(text: string, patterns: readonly RegExp[]): LatLon | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    const place = found && ordered(Number(found[1]), Number(found[2]))
    if (place) return place
  }
  return null
}

/** Latitude first, unless only the other order can be right. */
function ordered(first: number, second: number): LatLon | null {
  return placeAt(first, second) ?? placeAt(second, first)
}

const placeAt = (lat: number, lon: number): LatLon | null =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null

type Axis = 'lat' | 'lon'
type Angle = { value: number; axis: Axis | null }

const name = String.raw`(北緯|南緯|東経|西経|緯度|経度|lat(?:itude)?|lon(?:gitude)?|lng|\b[NSEW])[\s:=]*`
const degrees = String.raw`(-?\d{1,3}(?:\.\d+)?)\s*([°度])?`
const minutes = String.raw`(?:\s*(\d{1,2}(?:\.\d+)?)\s*['分])?`
const seconds = String.raw`(?:\s*(\d{1,2}(?:\.\d+)?)\s*["秒])?`
const letter = String.raw`(?:\s*([NSEW])(?![a-z]))?`
const angleForm = degrees + minutes + seconds
/** What says north or east stands before the number or behind it, and not both. */
const anyAngle = `${name}${angleForm}|${angleForm}${letter}`

function inAngles(text: string): LatLon | null {
  const angles = [...text.matchAll(new RegExp(anyAngle, 'gi'))].flatMap((found) => angleOf(found) ?? [])
  const [first, second] = angles
  if (first === undefined || second === undefined) return null
  if (first.axis === null && second.axis === null) return ordered(first.value, second.value)
  const isLatFirst = first.axis === 'lat' || second.axis === 'lon'
  if (first.axis === second.axis || (isLatFirst && second.axis === 'lat')) return null
  return isLatFirst ? placeAt(first.value, second.value) : placeAt(second.value, first.value)
}

/** null for a number that is no angle: one with neither a mark for degrees nor a word for what it is. */
function angleOf([, named, ...parts]: RegExpMatchArray): Angle | null {
  const [whole, mark, minute = '0', second = '0'] = named === undefined ? parts.slice(4) : parts
  const side = (named ?? parts[8] ?? '').toUpperCase()
  if (whole === undefined || (mark === undefined && side === '')) return null
  const [d, m, s] = [Math.abs(Number(whole)), Number(minute), Number(second)]
  if (m >= 60 || s >= 60) return null
  const isNegative = whole.startsWith('-') !== /^(?:南緯|西経|S|W)$/.test(side)
  return { value: (isNegative ? -1 : 1) * (d + m / 60 + s / 3_600), axis: axisOf(side) }
}

function axisOf(side: string): Axis | null {
  if (/^(?:北緯|南緯|緯度|LAT|N$|S$)/.test(side)) return 'lat'
  return side === '' ? null : 'lon'
}
