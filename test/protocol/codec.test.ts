import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { ClientMessage } from '../../protocol/client-message.ts'
import { decodeClientMessage, encodeServerMessage, isTooLarge, parseJson } from '../../protocol/codec.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, refuse } from '../../protocol/result.ts'
import type { ServerMessage } from '../../protocol/server-message.ts'
import { utf8Bytes } from '../../protocol/text.ts'

const id = '01930000-0000-7000-8000-000000000001'

/** Every frame up: text ⇄ value, read in both directions. */
const frames: [string, ClientMessage][] = [
  [`{"t":"post","id":"${id}","text":"停電です"}`, { t: 'post', id, text: '停電です' }],
  [
    `{"t":"post","id":"${id}","text":"a","mentions":[1,2],"replyTo":3,"sentAt":4,"actedAt":5}`,
    { t: 'post', id, text: 'a', mentions: [1, 2], replyTo: 3, sentAt: 4, actedAt: 5 },
  ],
  [`{"t":"post","id":"${id}","text":"\\u0000 \\ud83d"}`, { t: 'post', id, text: '\u0000 \ud83d' }],
  [`{"t":"correct","id":"${id}","target":7,"text":"b"}`, { t: 'correct', id, target: 7, text: 'b' }],
  [`{"t":"retract","id":"${id}","target":7}`, { t: 'retract', id, target: 7 }],
  [`{"t":"react","id":"${id}","target":7,"code":"roger"}`, { t: 'react', id, target: 7, code: 'roger' }],
  [`{"t":"react","id":"${id}","target":7,"code":null}`, { t: 'react', id, target: 7, code: null }],
  [`{"t":"pin","id":"${id}","target":7,"pinned":true}`, { t: 'pin', id, target: 7, pinned: true }],
  ['{"t":"read","seq":12}', { t: 'read', seq: 12 }],
  ['{"t":"sheet","seq":12}', { t: 'sheet', seq: 12 }],
  ['{"t":"sheet","seq":null}', { t: 'sheet', seq: null }],
  [`{"t":"post","id":"${id}","text":"a","urgent":true}`, { t: 'post', id, text: 'a', urgent: true }],
  [
    `{"t":"post","id":"${id}","text":"現在地","place":{"lat":36.123456,"lon":-140.1,"accuracyM":15,"at":5,"source":"gps"}}`,
    {
      ...{ t: 'post', id, text: '現在地' },
      place: { lat: 36.123456, lon: -140.1, accuracyM: 15, at: 5, source: 'gps' },
    },
  ],
  [
    `{"t":"post","id":"${id}","text":"橋","place":{"lat":-90,"lon":180,"source":"typed"}}`,
    { t: 'post', id, text: '橋', place: { lat: -90, lon: 180, source: 'typed' } },
  ],
  [
    `{"t":"position","id":"${id}","place":{"lat":36.1,"lon":140.1,"accuracyM":8,"source":"gps"},"lastsMs":900000}`,
    { t: 'position', id, place: { lat: 36.1, lon: 140.1, accuracyM: 8, source: 'gps' }, lastsMs: 900_000 },
  ],
  [
    `{"t":"position","id":"${id}","place":null,"lastsMs":3600000}`,
    { t: 'position', id, place: null, lastsMs: 3_600_000 },
  ],
  ['{"t":"map","open":true}', { t: 'map', open: true }],
  ['{"t":"look","here":false}', { t: 'look', here: false }],
  ['{"t":"page","before":12}', { t: 'page', before: 12 }],
  ['{"t":"page","before":12,"limit":200}', { t: 'page', before: 12, limit: 200 }],
  ['{"t":"versions","seq":12}', { t: 'versions', seq: 12 }],
]

describe('frames up', () => {
  test.each(frames)('%s', (text, value) => {
    expect(decodeClientMessage(text)).toEqual(ok(value))
    expect(JSON.stringify(value)).toBe(text)
  })

  test('[FO1] the table has every frame there is', () => {
    const known = ClientMessage.options.map((option) => option.entries.t.literal)
    expect(new Set(frames.map(([, value]) => value.t))).toEqual(new Set(known))
  })

  test.each([
    ['no JSON', '{"t":"read","seq":1'],
    ['empty', ''],
    ['null', 'null'],
    ['a list', '[{"t":"read","seq":1}]'],
    ['a number', '1'],
    ['an unknown type', '{"t":"typing","seq":1}'],
    ['no type', '{"seq":1}'],
    ['an unknown field', '{"t":"read","seq":1,"now":2}'],
    ['a missing field', '{"t":"read"}'],
    ['a seq below zero', '{"t":"read","seq":-1}'],
    ['a seq between two', '{"t":"read","seq":1.5}'],
    ['a seq beyond what a number holds', '{"t":"read","seq":9007199254740993}'],
    ['a seq in words', '{"t":"read","seq":"1"}'],
    ['an id that is no UUID', '{"t":"post","id":"1","text":"a"}'],
    ['an id of version 4', `{"t":"post","id":"${id.replace('-7', '-4')}","text":"a"}`],
    ['an id in capitals', `{"t":"post","id":"${id.replace('9', 'A')}","text":"a"}`],
    ['an unknown reaction', `{"t":"react","id":"${id}","target":1,"code":"laugh"}`],
    ['a page beyond the limit', `{"t":"page","before":1,"limit":${limits.maxPageEntries + 1}}`],
    [
      'too many mentions',
      JSON.stringify({ t: 'post', id, text: 'a', mentions: Array(limits.maxMentions + 1).fill(1) }),
    ],
    ...[
      ['north of the pole', '{"lat":90.1,"lon":140,"source":"gps"}'],
      ['beyond the date line', '{"lat":36,"lon":-180.1,"source":"gps"}'],
      ['without a longitude', '{"lat":36,"source":"gps"}'],
      ['in words', '{"lat":"36","lon":140,"source":"typed"}'],
      ['beyond what a number holds', '{"lat":36,"lon":1e999,"source":"typed"}'],
      ['less exact than nothing', '{"lat":36,"lon":140,"accuracyM":-1,"source":"gps"}'],
      ['of unknown source', '{"lat":36,"lon":140,"source":"dream"}'],
      ['that is null', 'null'],
    ].map(([what, place]) => [`a place ${what}`, `{"t":"post","id":"${id}","text":"a","place":${place}}`]),
    ['a sharing without end', `{"t":"position","id":"${id}","place":null,"lastsMs":1}`],
    ['a sharing without a place', `{"t":"position","id":"${id}","lastsMs":900000}`],
    ['a type that is a name of Object', '{"t":"__proto__"}'],
  ])('[FO1] %s is malformed', (_, text) => {
    expect(decodeClientMessage(text)).toEqual(refuse('malformed'))
  })

  test('[FO1] a binary frame is malformed', () => {
    expect(decodeClientMessage(new TextEncoder().encode('{"t":"read","seq":1}').buffer)).toEqual(refuse('malformed'))
  })

  test('[FO1] no text whatever makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
        (text) => typeof decodeClientMessage(text).ok === 'boolean',
      ),
    )
  })

  test('[FO1] whatever a schema accepts comes through unchanged', () => {
    const anyPost = fc.record({
      t: fc.constant('post' as const),
      id: fc.constant(id),
      text: fc.string({ unit: 'binary', maxLength: 200 }),
    })
    fc.assert(
      fc.property(anyPost, (post) => {
        expect(decodeClientMessage(JSON.stringify(post))).toEqual(ok(post))
      }),
    )
  })
})

describe('size', () => {
  const frameOf = (text: string) => JSON.stringify({ t: 'post', id, text })
  const overhead = frameOf('').length

  test('[FO2] exactly 64 KB passes, one byte more is too large', () => {
    const fits = frameOf('a'.repeat(limits.maxFrameBytes - overhead))
    expect(decodeClientMessage(fits).ok).toBe(true)
    expect(decodeClientMessage(`${fits} `)).toEqual(refuse('too_large'))
  })

  test('[FO2] it is bytes that count: three for あ, four for an emoji', () => {
    const room = limits.maxFrameBytes - overhead
    expect(isTooLarge(frameOf('あ'.repeat(Math.floor(room / 3))))).toBe(false)
    expect(isTooLarge(frameOf('あ'.repeat(Math.floor(room / 3) + 1)))).toBe(true)
    expect(isTooLarge(frameOf('🔥'.repeat(Math.floor(room / 4))))).toBe(false)
    expect(isTooLarge(frameOf('🔥'.repeat(Math.floor(room / 4) + 1)))).toBe(true)
  })

  test('[FO2] bytes are counted as the encoder counts them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
    for (const text of ['\ud83d', 'a\udd25b', '\ud83d\ud83d\udd25', '']) {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length)
    }
  })
})

test('a frame down is its JSON', () => {
  const refused: ServerMessage = { t: 'refused', code: 'malformed' }
  expect(encodeServerMessage(refused)).toBe('{"t":"refused","code":"malformed"}')
  expect(v.is(ClientMessage, parseJson(encodeServerMessage(refused)))).toBe(false)
})
