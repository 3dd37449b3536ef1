import { describe, expect, test } from 'vitest'
import type { StockPhoto } from '../../../protocol/stock.ts'
import { byDay } from '../../../web/store/photos/photo-list.ts'
import { factsToSay, isFiltered, leftOutCounts, queryOf, wholeStock } from '../../../web/store/stock/stock-view.ts'
import { clientId, id } from '../../support/builders.ts'

const photo = (n: number, at: string): StockPhoto => ({
  ...{
    roomId: id('room'),
    id: clientId(n),
    roomName: '連絡',
    seq: n,
    storedAt: Date.parse(at),
    by: '火見 太郎',
    unit: '第1分団',
  },
  ...{ consent: 'ask', people: '', credit: '', event: '', words: '', mayChange: true },
  file: { id: clientId(n), kind: 'photo', name: 'a.jpg', type: 'image/jpeg', size: 1, sha256: '' },
})

describe('the stock on a screen', () => {
  test('[ST4] days are those of Japan, and the last one counts whole', () => {
    const query = new URLSearchParams(
      queryOf({ ...wholeStock, words: ' 出初め ', from: '2026-11-26', to: '2026-11-26' }, '5.x'),
    )
    expect(Object.fromEntries(query)).toEqual({
      words: '出初め',
      from: `${Date.parse('2026-11-25T15:00:00Z')}`,
      to: `${Date.parse('2026-11-26T15:00:00Z')}`,
      before: '5.x',
    })
    expect(queryOf(wholeStock, null)).toBe('')
    expect([isFiltered(wholeStock), isFiltered({ ...wholeStock, consent: 'ok' })]).toEqual([false, true])
  })

  test('[ST4] photos stand by the day of Japan on which they were sent, in their order', () => {
    const days = byDay([
      photo(3, '2026-11-26T00:10:00+09:00'),
      photo(2, '2026-11-25T23:50:00+09:00'),
      photo(1, '2026-11-25T08:00:00+09:00'),
    ])
    expect(days.map(({ items }) => items.map(({ seq }) => seq))).toEqual([[3], [2, 1]])
  })

  test('[ST3] of several, an empty field says nothing; of one it empties', () => {
    const filled = { consent: 'ok', people: '', event: '出初め式' } as const
    expect(factsToSay(filled, false)).toEqual({ consent: 'ok', event: '出初め式' })
    expect(factsToSay(filled, true)).toEqual(filled)
  })

  test('[ST5] what is left out is counted by its reason', () => {
    const one = { roomId: id('room'), id: clientId(1) }
    const leftOut = [
      { ...one, reason: 'consent' },
      { ...one, reason: 'gone' },
      { ...one, reason: 'consent' },
    ] as const
    expect(leftOutCounts({ leftOut: [...leftOut] })).toEqual([
      ['consent', 2],
      ['gone', 1],
    ])
  })
})
