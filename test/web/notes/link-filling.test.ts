import { describe, expect, test } from 'vitest'
import { piecesOf } from '../../../core/note-text.ts'
import { asksForOpener, asksInWhere, filledLink } from '../../../web/store/notes/link-filling.ts'

const opener = { name: '佐藤 花子', unit: '第12分団' }
const name = encodeURIComponent(opener.name)
const unit = encodeURIComponent(opener.unit)

describe('the address of a row', () => {
  test.each([
    ['https://f.example.jp/?n={氏名}&u={分団}', `https://f.example.jp/?n=${name}&u=${unit}`],
    ['https://f.example.jp/{name}/{unit}#{NAME}', `https://f.example.jp/${name}/${unit}#${name}`],
    ['https://f.example.jp/?n=｛氏名｝', `https://f.example.jp/?n=${name}`],
    // As a browser or a form builder writes it.
    [
      'https://f.example.jp/?entry.1=%7B%E6%B0%8F%E5%90%8D%7D&u=%7bunit%7d',
      `https://f.example.jp/?entry.1=${name}&u=${unit}`,
    ],
    ['mailto:desk@example.jp?subject={分団}', `mailto:desk@example.jp?subject=${unit}`],
  ])('[NO22] %s has who opens it, encoded', (url, filled) => {
    expect(asksForOpener(url)).toBe(true)
    expect(asksInWhere(url)).toBe(false)
    expect(filledLink(url, opener)).toBe(filled)
  })

  test.each([
    'https://{氏名}.example.jp/',
    'https://{name}@example.jp/',
    'https://example.jp:{unit}/',
    'HTTPS://example.jp.{分団}?a',
    'https://%7Bname%7D.example.jp/',
    'mailto:{name}@example.jp',
    'tel:0296{name}',
  ])('[NO22] %s names no server, and nothing is put in', (url) => {
    expect(asksInWhere(url)).toBe(true)
    expect(filledLink(url, opener)).toBe(url)
  })

  test('[NO22] what a name has in it cannot leave its place', () => {
    const hostile = { name: '&n=x#/../?{unit}{氏名}$&%2F', unit: '' }
    const { searchParams, pathname, hash } = new URL(filledLink('https://f.example.jp/a?n={氏名}&m=1', hostile))
    expect([searchParams.get('n'), searchParams.get('m'), pathname, hash]).toEqual([hostile.name, '1', '/a', ''])
  })

  test('[NO22] other braces and other addresses stay as they are', () => {
    for (const url of ['https://f.example.jp/{id}?x={}', 'https://f.example.jp/?n=氏名', 'tel:0296771101']) {
      expect(asksForOpener(url)).toBe(false)
      expect(filledLink(url, opener)).toBe(url)
    }
  })

  test('[NO22] [NO15] such an address is one link as it is read', () => {
    const url = 'https://f.example.jp/?n={氏名}&u={分団}'
    expect(piecesOf(`出動報告 ${url} 当日中`)).toContainEqual({ text: url, href: url })
  })
})
