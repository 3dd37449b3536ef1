import { describe, expect, test } from 'vitest'
import { folded } from '../../../core/folded.ts'
import { csvRow } from '../../../core/stock/csv.ts'
import { type ListedPhoto, listHead, listLine } from '../../../core/stock/zip-list.ts'
import { zipName } from '../../../core/stock/zip-names.ts'
import { clientId } from '../../support/builders.ts'

const at = Date.parse('2026-11-26T05:03:00Z')

describe('words that are searched', () => {
  test.each([
    ['ポンプ操法', 'ぽんぷ操法'],
    ['ﾎﾟﾝﾌﾟ', 'ポンプ'],
    ['Ｐｕｍｐ　１２', 'pump 12'],
    ['  出初め\n式 ', '出初め 式'],
  ])('[ST4] %s is found as %s', (text, same) => {
    expect(folded(text)).toBe(folded(same))
  })
})

describe('names in a zip', () => {
  test('[ST8] a photo is named by its time in Japan, its unit and its number', () => {
    expect(zipName({ at, unit: '第12分団', type: 'image/jpeg', number: 1 })).toBe('20261126-1403_第12分団_001.jpg')
    expect(zipName({ at, unit: '', type: 'image/png', number: 500 })).toBe('20261126-1403_所属なし_500.png')
  })

  test.each(['../../etc', 'C:\\x', 'a/b', '分団\u202egpj', 'a\u0000b', 'x:y*?"<>|', '. .'])(
    '[ST8] %j leaves no folder',
    (unit) => {
      const name = zipName({ at, unit, type: 'image/jpeg', number: 7 })
      expect(name).toMatch(/^20261126-1403_[^\\/:*?"<>|\p{Cc}\p{Cf}]+_007\.jpg$/u)
      expect(name).not.toContain('..')
    },
  )
})

test('[ST8] a name in a zip stays one that every file system takes, however long the name of a unit is', () => {
  for (const letter of ['消', '𠮟', '👩‍🚒']) {
    const name = zipName({ at, unit: letter.repeat(60), type: 'image/webp', number: 500 })
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255)
    expect(name).toMatch(/^20261126-1403_.+_500\.webp$/u)
    // No half of a letter.
    expect(name).not.toMatch(/[\uD800-\uDFFF]/u)
  }
})

describe('the list in a zip', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    '[ST8] %j is no formula',
    (cell) => {
      expect(csvRow([cell])).toBe(`"'${cell}"\r\n`)
    },
  )

  test('[ST8] quotes, commas and lines stay in their cell', () => {
    expect(csvRow(['a"b', 'c,d', 'e\nf', 'g'])).toBe('"a""b","c,d","e\nf",g\r\n')
  })

  const photo: ListedPhoto = {
    ...{
      roomName: '連絡',
      byName: '火見 太郎',
      unitName: '第1分団',
      storedAt: at,
      consent: 'ok',
      people: '',
      credit: '第1分団',
      event: '',
      words: '',
    },
    file: {
      ...{ id: clientId(1), kind: 'photo', name: '現場.jpg', type: 'image/jpeg', size: 1, sha256: 'ab'.repeat(32) },
      ...{ taken: { at, from: 'exif' }, place: { lat: 36.3453, lon: 140.3042, from: 'phone' } },
    },
  }

  test('[ST6] where a photo was taken and its hash stand in the list of evidence alone', () => {
    const evidence = listLine('evidence', 'a.jpg', photo, null)
    expect(evidence).toContain('36.345300,140.304200,送った端末')
    expect(evidence).toContain(photo.file.sha256)
    const open = listLine('public', 'a.jpg', photo, null)
    expect(open).not.toMatch(/36\.|140\.|abab/)
    for (const kind of ['public', 'evidence'] as const)
      expect(listLine(kind, 'a.jpg', photo, null).split(',')).toHaveLength(listHead(kind).split(',').length)
  })

  test('[ST7] what is left out is told with its reason and its first name, and has none in the zip', () => {
    expect(listLine('public', 'a.jpg', photo, 'no_copy')).toMatch(
      /^,.*公開用の写しを作れないため入れていません（現場\.jpg）\r\n$/,
    )
  })
})
