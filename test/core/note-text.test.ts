import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  differsInTicksOnly,
  type NoteBlock,
  type NotePiece,
  noteExcerpt,
  piecesOf,
  readNoteLinks,
  readNoteText,
  tickAt,
} from '../../core/note-text.ts'

const words = (pieces: readonly NotePiece[]) => pieces.map(({ text }) => text).join('')

/** A tree in short: `# 見出し`, `- 項目 [ ]0`, `  - 下`, `@start/end words`. */
function short(blocks: readonly NoteBlock[], indent = ''): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') return [`${'#'.repeat(block.level)} ${words(block.pieces)}`]
    if (block.kind === 'paragraph') return [block.lines.map(words).join(' / ')]
    if (block.kind === 'date')
      return [`@${block.index} ${[block.start, block.end].filter(Boolean).join('/')} ${block.words}`]
    return block.items.flatMap(({ pieces, check, number, children }) => [
      `${indent}${number === undefined ? '-' : `${number}.`} ${words(pieces)}${check ? ` [${check.checked ? 'x' : ' '}]${check.index}` : ''}`,
      ...short(children, `${indent}  `),
    ])
  })
}

const read = (...lines: string[]) => short(readNoteText(lines.join('\n')))

describe('the text of a note', () => {
  test('[NO15] headings, paragraphs and lists', () => {
    expect(read('# 訓練', '## 午前', '集合は', '詰所の前', '', '解散', '### 三つ', '#訓練', '# ')).toEqual([
      ...['# 訓練', '## 午前', '集合は / 詰所の前', '解散 / ### 三つ / #訓練 / # '],
    ])
    expect(read('- 一', '  - 一の下', '  1. 番号', '- 二', '', '- 別', '3. 三', '4. 四', '-なし', '5.なし')).toEqual([
      ...['- 一', '  - 一の下', '  1. 番号', '- 二', '- 別', '3. 三', '4. 四', '-なし / 5.なし'],
    ])
    expect(readNoteText('- a\n- b\n\n- c')).toHaveLength(2)
    expect(read('  - 親のない項目')).toEqual(['- 親のない項目'])
  })

  test('[NO15] boxes are counted through the whole text', () => {
    expect(
      read('- [ ] ホース', '  - [x] 予備', '# 次', '- [X] 水', '- [] なし', '1. [ ] 番号', '- [ ]', '[ ] 文'),
    ).toEqual([
      ...['- ホース [ ]0', '  - 予備 [x]1', '# 次', '- 水 [x]2', '- [] なし', '1. [ ] 番号', '-  [ ]3', '[ ] 文'],
    ])
  })

  test('[NO15] a date is a day, with times and words where they are given; what is no date is text', () => {
    expect(read('日時: 2026-12-06 09:00-11:30 市民グラウンド 北側')).toEqual([
      '@0 2026-12-06T09:00/2026-12-06T11:30 市民グラウンド 北側',
    ])
    expect(
      read('日時：2026-12-06 9:00〜11:30', '日時: 2026-12-31 22:00-02:00 年末警戒', '日時: 2028-02-29 総会'),
    ).toEqual([
      ...[
        '@0 2026-12-06T09:00/2026-12-06T11:30 ',
        '@1 2026-12-31T22:00/2027-01-01T02:00 年末警戒',
        '@2 2028-02-29 総会',
      ],
    ])
    for (const line of [
      '日時: 2026-02-29',
      '日時: 2026-12-06 25:00',
      '日時: 12月6日',
      '日時 2026-12-06',
      '日時: 2026-13-01',
    ])
      expect(read(line)).toEqual([line])
  })

  test.each([
    ['申請は [入団届](https://example.jp/a?b=1) から', '入団届', 'https://example.jp/a?b=1'],
    ['https://example.jp/申請/1。次', 'https://example.jp/申請/1', 'https://example.jp/申請/1'],
    ['（http://example.jp/a）', 'http://example.jp/a', 'http://example.jp/a'],
    ['see https://example.jp/a, and', 'https://example.jp/a', 'https://example.jp/a'],
    ['[本部](tel:0296-77-1101)', '本部', 'tel:0296-77-1101'],
    ['tel:+81296771101', 'tel:+81296771101', 'tel:+81296771101'],
    ['mailto:desk@city.example.jp まで', 'mailto:desk@city.example.jp', 'mailto:desk@city.example.jp'],
  ])('[NO15] a link in “%s”', (line, text, href) => {
    expect(piecesOf(line).filter((piece) => 'href' in piece)).toEqual([{ text, href }])
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert`1`)',
    '[x](data:text/html,<script>)',
    '[x](vbscript:x)',
    '[x](//example.jp)',
    '[x](/api/session)',
    '[x](https:///)',
    '[x](https://a\u202egnp.exe)',
    '[x](ftp://example.jp)',
    '[x](mailto:)',
    'https://',
    'javascript://example.jp/%0aalert(1)',
    '<a href="x" onclick=alert(1)>',
  ])('[NO15] “%s” stays text', (line) => {
    expect(piecesOf(line)).toEqual([{ text: line }])
  })

  test('[NO15] no text whatever makes it throw, and nothing is lost but marks', () => {
    const piece = fc.constantFrom(
      ...[
        '# ',
        '## ',
        '- ',
        '  - ',
        '1. ',
        '- [ ] ',
        '- [x] ',
        '日時: ',
        '2026-12-06',
        ' 09:00-11:30 ',
        '\n',
        '\n\n',
        '\r\n',
      ],
      ...[
        '[',
        ']',
        '(',
        ')',
        'https://',
        'example.jp/',
        'tel:',
        'mailto:',
        '@',
        ' ',
        '\u2028',
        '文',
        'a',
        'B',
        '👨‍👩‍👧',
        '*',
      ],
    )
    const text = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    )
    fc.assert(
      fc.property(text, (body) => {
        const blocks = readNoteText(body)
        expect(letters(told(blocks))).toBe(letters(body))
        expect(noteExcerpt(body).length).toBeLessThanOrEqual(2 * 80)
        readNoteLinks(body)
        for (const href of hrefs(blocks)) expect(href).toMatch(/^(?:https?:\/\/|tel:|mailto:)/i)
      }),
      { numRuns: 2_000 },
    )
  })

  test('[NO15] pieces of a line without links with labels are the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        fc.pre(!line.includes(']('))
        expect(words(piecesOf(line))).toBe(line)
      }),
    )
  })

  test('[NO15] the longest text of the worst kind is read in a moment', () => {
    for (const part of ['[', '[a](', '[a](b', 'https://', '- [ ] ', '日時: ', '((((', 'tel:'])
      readNoteText(part.repeat(Math.floor((48 * 1024) / part.length)))
  }, 2_000)
})

/** What the reading tells, in the order of the text. */
function told(blocks: readonly NoteBlock[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'heading') return whole(block.pieces)
      if (block.kind === 'paragraph') return block.lines.map(whole).join('')
      if (block.kind === 'date') return `日時${block.start}${block.end?.slice(11) ?? ''}${block.words}`
      return block.items
        .map(
          ({ number, check, pieces, children }) =>
            `${number ?? ''}${check?.checked ? 'x' : ''}${whole(pieces)}${told(children)}`,
        )
        .join('')
    })
    .join('')
}

const whole = (pieces: readonly NotePiece[]) =>
  pieces.map((piece) => ('href' in piece && piece.href !== piece.text ? piece.text + piece.href : piece.text)).join('')

/** Letters and digits alone: what no mark is made of, but the T within a date. */
const letters = (text: string) =>
  text
    .replace(/(\d)T(?=\d)/g, '$1')
    .replace(/[^\p{L}\p{N}]|\[X\]/gu, '')
    .toLowerCase()

function hrefs(blocks: readonly NoteBlock[]): string[] {
  const ofPieces = (pieces: readonly NotePiece[]) => pieces.flatMap((piece) => ('href' in piece ? [piece.href] : []))
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') return ofPieces(block.pieces)
    if (block.kind === 'paragraph') return block.lines.flatMap(ofPieces)
    return block.kind === 'date'
      ? []
      : block.items.flatMap((item) => [...ofPieces(item.pieces), ...hrefs(item.children)])
  })
}

describe('ticks', () => {
  const body = '# 準備\r\n- [ ] ホース\n  - [x] 予備\n[ ] 文\n- [ ]\n1. [ ] 番号'

  test('[NO15] a tick changes one box and nothing else', () => {
    expect(tickAt(body, 0, true)).toBe(body.replace('[ ] ホース', '[x] ホース'))
    expect(tickAt(body, 1, false)).toBe(body.replace('[x]', '[ ]'))
    expect(tickAt(body, 2, true)).toBe(body.replace('- [ ]\n', '- [x]\n'))
    for (const index of [-1, 3, Number.NaN]) expect(tickAt(body, index, true)).toBe(body)
  })

  test('[NO10] [NO15] whatever the text, ticking a box is read as that, and is nothing but a tick', () => {
    const line = fc.constantFrom(
      '- [ ] 一',
      '- [x] 二',
      '  - [X] 三',
      '- 四',
      '文',
      '',
      '- [ ]',
      '# 題',
      '1. [ ] 五',
      '\t- [ ] 六',
    )
    fc.assert(
      fc.property(fc.array(line), fc.nat(10), fc.boolean(), (lines, index, checked) => {
        const before = lines.join('\n')
        const after = tickAt(before, index, checked)
        const boxes = boxesIn(readNoteText(before))
        if (index >= boxes.length) expect(after).toBe(before)
        expect(boxesIn(readNoteText(after))).toEqual(boxes.map((box, i) => (i === index ? checked : box)))
        expect(after === before || differsInTicksOnly(before, after)).toBe(true)
      }),
    )
  })

  test('[NO10] a changed word is more than a tick', () => {
    expect(differsInTicksOnly(body, body)).toBe(false)
    expect(differsInTicksOnly(body, body.replace('[ ] ホース', '[x] ポンプ'))).toBe(false)
    expect(differsInTicksOnly(body, body.replace('[ ] 文', '[x] 文'))).toBe(false)
    expect(differsInTicksOnly(body, `${body}\n- [ ] 増えた`)).toBe(false)
  })
})

const boxesIn = (blocks: readonly NoteBlock[]): boolean[] =>
  blocks.flatMap((block) =>
    block.kind === 'list'
      ? block.items.flatMap(({ check, children }) => [...(check ? [check.checked] : []), ...boxesIn(children)])
      : [],
  )

describe('a list of links', () => {
  test('[NO16] each line with an address is a row', () => {
    const body = [
      ...[
        '# 申請',
        '出動報告 https://example.jp/a',
        '- [入団届](https://example.jp/b) 要押印',
        '退団届：https://example.jp/c （本人のみ）',
      ],
      ...['1. https://example.jp/d', '事務局 [電話](tel:0296771101)', '説明だけの行', '', '[x](javascript:alert(1))'],
    ].join('\n')
    expect(readNoteLinks(body)).toEqual([
      { label: '出動報告', url: 'https://example.jp/a' },
      { label: '入団届', url: 'https://example.jp/b', note: '要押印' },
      { label: '退団届', url: 'https://example.jp/c', note: '（本人のみ）' },
      { label: 'https://example.jp/d', url: 'https://example.jp/d' },
      { label: '電話', url: 'tel:0296771101', note: '事務局' },
    ])
  })
})

describe('the beginning of a text', () => {
  test('[NO5] in plain words, on one line, at most 80 characters', () => {
    expect(noteExcerpt('# 準備\n- [ ] ホース\n\n[申請](https://example.jp)\n日時: 2026-12-06 09:00 詰所')).toBe(
      '準備 ホース 申請 2026-12-06 09:00 詰所',
    )
    expect([...noteExcerpt('火'.repeat(100))]).toHaveLength(80)
    expect(noteExcerpt('')).toBe('')
  })
})
