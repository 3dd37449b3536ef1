import { describe, expect, test } from 'vitest'
import { emptyDraft, mentionsIn } from '../../../web/store/talk/drafts.ts'
import { mentionable, mentionQuery, withAt, withMention } from '../../../web/store/talk/mentioning.ts'

const person = (no: number, name: string, title: string, present = true) => ({
  no,
  name,
  title,
  unit: 0,
  rank: 1,
  present,
  joinedSeq: 1,
})
const roster = {
  version: 1,
  units: [{ name: '第1分団', order: 1 }],
  members: [person(1, '佐藤 一', '団長'), person(2, '鈴木 花子', '分団長'), person(3, '田中 実', '', false)],
}

describe('mentioning while writing', () => {
  test.each([
    ['@', 1, ''],
    ['はい @佐', 5, '佐'],
    ['はい。＠佐藤', 6, '佐藤'],
    ['行1\n@鈴', 5, '鈴'],
    ['mail@example', 12, null],
    ['@佐藤 さん', 6, null],
    ['@佐藤', 1, ''],
    ['はい', 2, null],
    ['@佐', -1, null],
  ])('%j at %i asks for %j', (text, caret, query) => {
    expect(mentionQuery(text, caret)).toBe(query)
  })

  test('the button writes an @ that counts', () => {
    expect(withAt('', 0)).toEqual({ text: '@', caret: 1 })
    expect(withAt('はい', 2)).toEqual({ text: 'はい @', caret: 4 })
    expect(withAt('はい。', 3)).toEqual({ text: 'はい。@', caret: 4 })
  })

  test('[LG9] who was chosen is mentioned as long as the name stands in the text', () => {
    const { draft, caret } = withMention({ ...emptyDraft, text: '質問 @佐、です' }, 5, person(1, '佐藤 一', ''))
    expect(draft.text).toBe('質問 @佐藤 一 、です')
    expect(draft.text.slice(0, caret)).toBe('質問 @佐藤 一 ')
    expect(mentionsIn(draft)).toEqual([1])
    expect(mentionsIn({ ...draft, text: '質問 @佐藤' })).toEqual([])
  })

  test('present others are offered, by name, title or unit', () => {
    const found = (text: string) => mentionable(roster, 1, text).map(({ no }) => no)
    expect(found('')).toEqual([2])
    expect(found('鈴木花')).toEqual([2])
    expect(found('分団')).toEqual([2])
    expect(found('田中')).toEqual([])
  })
})
