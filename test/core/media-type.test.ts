import { describe, expect, test } from 'vitest'
import { isPhotoType, mediaType, sniffedBytes, unknownType } from '../../core/media-type.ts'
import { anOfficeFile, aZip, bytesOf, joined } from '../support/file-bodies.ts'

const typeOf = (body: Uint8Array) =>
  mediaType(body.subarray(0, sniffedBytes), body.subarray(Math.max(0, body.length - sniffedBytes)), body.length)

const jpeg = [0xff, 0xd8, 0xff, 0xe0]
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const wide = (text: string) => [...text].join('\u0000')

describe('what bytes are', () => {
  test.each([
    ['image/jpeg', joined(jpeg, 'JFIF')],
    ['image/png', joined(png, 'IHDR')],
    ['image/webp', joined('RIFF', [1, 0, 0, 0], 'WEBPVP8 ')],
    ['image/heic', joined([0, 0, 0, 24], 'ftypheic')],
    ['image/heif', joined([0, 0, 0, 24], 'ftypmif1')],
    ['application/pdf', joined('%PDF-1.7\n')],
    ['application/msword', joined(ole, wide('WordDocument'))],
    ['application/vnd.ms-excel', joined(ole, wide('Workbook'))],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', anOfficeFile('word/document.xml')],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', anOfficeFile('xl/workbook.xml')],
    ['text/plain', bytesOf('集合は7時、詰所。\r\n雨天決行。')],
    ['text/plain', joined([0xef, 0xbb, 0xbf], bytesOf('分団,人数\n3,17\n'))],
  ])('[FI3] %s is known by its bytes', (type, body) => {
    expect(typeOf(body)).toBe(type)
  })

  test.each([
    ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['SVG behind a comment', bytesOf('\n<!-- 図 --><svg onload=alert(1)>')],
    ['HTML', bytesOf('<!doctype html><script>alert(1)</script>')],
    ['HTML far behind words', bytesOf(`${'あ'.repeat(900)}<script>alert(1)</script>`)],
    ['XML', bytesOf('<?xml version="1.0"?><a/>')],
    ['zip that is no document', aZip(['a.txt'])],
    ['zip that only says so', aZip(['[Content_Types].xml', 'evil.exe'])],
    ['zip whose names lead far away', joined('PK\u0003\u0004', 'PK\u0005\u0006', new Array(18).fill(0xff))],
    ['zip without an end', joined('PK\u0003\u0004', 'PK\u0005\u0006')],
    ['AVIF', joined([0, 0, 0, 24], 'ftypavif')],
    ['Shift_JIS', new Uint8Array([0x8f, 0x57, 0x8d, 0x87])],
    ['program', joined('MZ', [0, 0, 3])],
    ['cut UTF-8', new Uint8Array([0x61, 0xe3, 0x81])],
    ['one byte', new Uint8Array([0xff])],
  ])('[FI3] %s is nothing that is known', (_name, body) => {
    expect([typeOf(body), isPhotoType(typeOf(body))]).toEqual([unknownType, false])
  })

  test('[FI3] a photo with a page inside it is a photo and nothing else', () => {
    expect(typeOf(joined(jpeg, [0xff, 0xfe, 0, 40], '<html><script>alert(1)</script>'))).toBe('image/jpeg')
    expect(typeOf(joined(png, '<svg onload=alert(1)>'))).toBe('image/png')
  })

  test('[FI3] a GIF that is a script is a text, and no photo', () => {
    expect(typeOf(bytesOf('GIF89a=1;alert(1)//'))).toBe('text/plain')
    expect(isPhotoType('text/plain')).toBe(false)
  })

  test('[FI3] a text that is cut in the middle of a character is a text', () => {
    expect(typeOf(bytesOf('水'.repeat(sniffedBytes)))).toBe('text/plain')
  })
})
