import { describe, expect, test } from 'vitest'
import { piecesOf } from '../../../web/store/talk/links.ts'

const links = (text: string) => piecesOf(text).flatMap((piece) => ('href' in piece ? [piece.href] : []))
const joined = (text: string) =>
  piecesOf(text, [{ no: 3, name: '佐藤 一' }])
    .map((piece) => piece.text)
    .join('')

describe('links in a message', () => {
  test.each([
    ['申請は https://example.jp/form?a=1&b=2 から', ['https://example.jp/form?a=1&b=2']],
    ['（https://example.jp/a）を見てください', ['https://example.jp/a']],
    ['https://example.jp/a。次', ['https://example.jp/a']],
    ['see http://example.jp/a, or https://example.jp/b.', ['http://example.jp/a', 'https://example.jp/b']],
    ['(https://example.jp/wiki_(a))', ['https://example.jp/wiki_(a))']],
    ['https://example.jp/申請/1', ['https://example.jp/申請/1']],
    ['電話は0296-77-1101か090-1234-5678へ', ['tel:0296771101', 'tel:09012345678']],
    ['携帯 09012345678', ['tel:09012345678']],
    ['desk@city.example.jp まで', ['mailto:desk@city.example.jp']],
    ['2026-11-22 10:00-12:00、第1-2班、119番', []],
    ['javascript:alert(1) data:text/html,x ftp://a.example vbscript:x', []],
    ['https://', []],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected)
  })

  test('nothing of the text is lost or added', () => {
    for (const text of [
      '@佐藤 一 さん https://a.example/ と 0296-77-1101。\n<b>x</b> &amp;',
      '',
      'https://a.example/)',
    ]) {
      expect(joined(text)).toBe(text)
    }
  })

  test('[LG9] a mention is picked out by the name of who was mentioned, the longest name first', () => {
    const people = [
      { no: 3, name: '佐藤 一' },
      { no: 4, name: '佐藤 一郎' },
    ]
    expect(piecesOf('@佐藤 一郎 @佐藤 一 @佐藤', people)).toEqual([
      { text: '@佐藤 一郎', mention: 4 },
      { text: ' ' },
      { text: '@佐藤 一', mention: 3 },
      { text: ' @佐藤' },
    ])
  })
})
