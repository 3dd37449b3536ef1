import { describe, expect, test } from 'vitest'
import { BuiltFiles } from '../../web/service-worker/built-files.ts'

const origin = 'https://yagura.test'
const list = [
  { url: '/', revision: 'a1' },
  { url: '/assets/index-1.js', revision: null },
  { url: '/assets/talk-1.js', revision: null },
  { url: '/tower.svg', revision: 'b2' },
]
const files = new BuiltFiles(list, origin)
const kindOf = (url: string, rest: { method?: string; mode?: RequestMode } = {}) =>
  files.kindOf({ method: 'GET', mode: 'cors', url: new URL(url, origin).href, ...rest })

describe('what the service worker touches', () => {
  test('files of its build, whatever asks for them', () => {
    expect(['/assets/index-1.js', '/assets/talk-1.js', '/tower.svg'].map((url) => kindOf(url))).toEqual([
      'file',
      'file',
      'file',
    ])
  })

  test('a page at any address, since the app is one page', () => {
    expect(['/', '/r/x/m/3', '/nowhere'].map((url) => kindOf(url, { mode: 'navigate' }))).toEqual([
      'page',
      'page',
      'page',
    ])
  })

  test('nothing of the API, of another origin, of another build, and nothing that changes something', () => {
    const others = [
      kindOf('/api/start?v=1'),
      kindOf('/api/me', { mode: 'navigate' }),
      kindOf('/assets/index-1.js', { method: 'HEAD' }),
      kindOf('/', { method: 'POST', mode: 'navigate' }),
      kindOf('https://example.jp/assets/index-1.js'),
      kindOf('/assets/index-2.js'),
      kindOf('/'),
    ]
    expect(new Set(others)).toEqual(new Set(['other']))
  })
})

describe('the page of this build', () => {
  test('names what it needs at once', () => {
    expect(files.neededBy('<script src="/assets/index-1.js"></script><a href="/assets/index-1.js">')).toEqual([
      '/assets/index-1.js',
    ])
  })

  test('names no file of another, and is no page of somebody else', () => {
    expect(files.neededBy('<script src="/assets/index-2.js"></script>')).toBeNull()
    expect(files.neededBy('<h1>Sign in to this network</h1>')).toBeNull()
  })
})

test('another build is another name, and the same build the same', () => {
  const changed = list.map((file) => (file.url === '/tower.svg' ? { ...file, revision: 'b3' } : file))
  expect(new BuiltFiles(list, origin).build).toBe(files.build)
  expect(new BuiltFiles(changed, origin).build).not.toBe(files.build)
})
