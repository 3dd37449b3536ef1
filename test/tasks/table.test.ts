import { expect, test } from 'vitest'
import { formatTable } from '../../.tasks/table.mjs'

test('kanji take two columns, so that what stands beside them is in line', () => {
  expect(
    formatTable(
      ['login ID', 'name', 'as'],
      [
        ['dancho', '楢雪 雄一', '団長'],
        ['a', 'B', 'C'],
      ],
    ).split('\n'),
  ).toEqual([
    '  login ID   name        as',
    '  ────────   ─────────   ────',
    '  dancho     楢雪 雄一   団長',
    '  a          B           C',
    '',
  ])
})
