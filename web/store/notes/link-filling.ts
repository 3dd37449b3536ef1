/** Who opens a link, as their room knows them. */
export type Opener = { name: string; unit: string }

/** 「{氏名}」, with the braces of any keyboard, or as a browser's own address line writes it. */
const braces = { open: '(?:\\{|｛|%7B)', close: '(?:\\}|｝|%7D)' }
const names: Record<keyof Opener, readonly string[]> = { name: ['氏名', 'name'], unit: ['分団', 'unit'] }

const oneOf = (words: readonly string[]): string => words.flatMap((word) => [word, encodeURIComponent(word)]).join('|')

const place = `${braces.open}(?:(${oneOf(names.name)})|(?:${oneOf(names.unit)}))${braces.close}`
const [any, each] = [new RegExp(place, 'i'), new RegExp(place, 'gi')]

/** The end of what says where it leads: a name there would lead somewhere else for everybody. */
function whereEnds(url: string): number {
  const [, start = ''] = /^(https?:\/\/)/i.exec(url) ?? []
  const rest = start === '' ? url.search(/\?/) : url.slice(start.length).search(/[/?#]/)
  return rest < 0 ? url.length : start.length + rest
}

/** Whether an address has a place for who opens it. */
export const asksForOpener = (url: string): boolean => any.test(url)

/** Whether that place is in what says where the address leads, where none may be. */
export const asksInWhere = (url: string): boolean => any.test(url.slice(0, whereEnds(url)))

/** The address for one person, encoded. What says where it leads stays as it is. */
export function filledLink(url: string, { name, unit }: Opener): string {
  const at = whereEnds(url)
  // In one go: what somebody's name has in it is no place.
  const rest = url
    .slice(at)
    .replace(each, (_, isName?: string) => encodeURIComponent(isName === undefined ? unit : name))
  return url.slice(0, at) + rest
}
