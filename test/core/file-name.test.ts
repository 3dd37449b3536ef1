import { describe, expect, test } from 'vitest'
import { cleanFileName } from '../../core/file-name.ts'
import { limits } from '../../protocol/limits.ts'
import { utf8Bytes } from '../../protocol/text.ts'
import { contentDisposition } from '../../worker/files/content-disposition.ts'
import { rangeIn } from '../../worker/files/range.ts'
import { hostileNames } from '../support/hostile-names.ts'

describe('names', () => {
  test.each([
    ['出動報告 第3分団.pdf', '出動報告 第3分団.pdf'],
    ['か\u3099.jpg', 'が.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\secret\\plan.doc', 'plan.doc'],
    ['gnp.\u202egpj.exe', 'gnp.gpj.exe'],
    ['a\r\nset-cookie: x', 'aset-cookie_ x'],
    ['\u0000', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['\ud800x', 'x'],
    ['<img src=x>.png', '_img src=x_.png'],
    ['con', '_con'],
    ['LPT1.jpg', '_LPT1.jpg'],
    ['Aux .tar.gz', '_Aux .tar.gz'],
    ['console.jpg', 'console.jpg'],
  ])('[FI7] %j becomes %j', (told, name) => {
    expect(cleanFileName(told)).toBe(name)
    expect(cleanFileName(name)).toBe(name)
  })

  test('[FI7] 200 hostile names become ones that have none of it, and stay as they became', () => {
    for (const name of hostileNames) {
      const clean = cleanFileName(name)
      expect(clean, JSON.stringify(name)).not.toMatch(
        /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069<>:"|?*/\\]|^[. ]|[. ]$|^$/u,
      )
      expect(utf8Bytes(clean)).toBeLessThanOrEqual(limits.maxFileNameBytes)
      expect(cleanFileName(clean)).toBe(clean)
    }
  })

  test('[FI7] a long name keeps its ending', () => {
    const name = cleanFileName(`${'水門'.repeat(200)}.jpeg`)
    expect(name.endsWith('水門.jpeg') || name.endsWith('水.jpeg')).toBe(true)
    expect(utf8Bytes(name)).toBeLessThanOrEqual(limits.maxFileNameBytes)
  })

  test.each([
    `${'a'.repeat(199)}.${' b'.repeat(9)}`,
    `${'a'.repeat(199)} ${'水'.repeat(9)}`,
    `${'a'.repeat(195)}.${'.'.repeat(9)}x.jpg`,
  ])('[FI7] %s is cut to a name that Windows takes, and stays as it became', (told) => {
    const name = cleanFileName(told)
    expect(name).not.toMatch(/[. ]$/)
    expect(cleanFileName(name)).toBe(name)
  })

  test('[FI7] a name goes into its header in any script, and never out of it', () => {
    expect(contentDisposition({ name: '大渕"水門"\\1.pdf', type: 'application/pdf' })).toBe(
      `inline; filename="_______1.pdf"; filename*=UTF-8''${encodeURIComponent('大渕"水門"\\1.pdf')}`,
    )
    expect(contentDisposition({ name: "a'(b)*.html", type: 'text/plain' })).toBe(
      `attachment; filename="a'(b)*.html"; filename*=UTF-8''a%27%28b%29%2a.html`,
    )
  })
})

describe('ranges', () => {
  test.each([
    [undefined, { offset: 0, length: 10 }],
    ['bytes=0-3', { offset: 0, length: 4 }],
    ['bytes=4-', { offset: 4, length: 6 }],
    ['bytes=-3', { offset: 7, length: 3 }],
    ['bytes=-30', { offset: 0, length: 10 }],
    ['bytes=8-99', { offset: 8, length: 2 }],
    ['bytes=10-', null],
    ['bytes=-0', null],
    ['bytes=3-1', { offset: 0, length: 10 }],
    ['bytes=0-1,4-5', { offset: 0, length: 10 }],
    ['lines=0-1', { offset: 0, length: 10 }],
    ['bytes=-', { offset: 0, length: 10 }],
  ])('[FI8] %s of ten bytes', (header, range) => {
    expect(rangeIn(header, 10)).toEqual(range)
  })
})
