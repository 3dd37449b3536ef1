import { expect, test } from 'vitest'
import { fetchedAtOnce } from '../../.tasks/size.mjs'

const texts: Record<string, string> = {
  'assets/index.js': 'import{a as b}from"./solid.js";import("./later.js")',
  'assets/solid.js': '',
  'assets/index.css': '',
}
const fetched = (page: string) => fetchedAtOnce(page, (file) => texts[file] ?? '')

test('a script brings what it imports, and not what it may import later', () => {
  expect(fetched('<script type="module" src="/assets/index.js"></script>')).toEqual({
    files: ['assets/index.js', 'assets/solid.js'],
    requests: 3,
  })
})

test('stylesheets, data and an icon that is a file are requests; what stands in the page and what installs it is none', () => {
  const page =
    '<link rel="icon" href="/tower.svg"><link rel="manifest" href="/m"><link rel="preload" href="/api/start" as="fetch">' +
    '<link rel="stylesheet" href="/assets/index.css"><link rel="icon" href="data:image/svg+xml,x">'
  expect(fetched(page)).toEqual({ files: ['tower.svg', 'assets/index.css'], requests: 4 })
})
