import { basename, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, readProjectFile, type SourceFile, sourceFiles } from './support/source-files.ts'

/** The house as docs/architecture.md draws it, held by a test. Clock and chance in core/ are the lint's to forbid. */

const FLOORS = ['protocol', 'core', 'durable', 'worker', 'web'] as const

/** What each floor may import, besides its own files: files of ours by path, packages by name. */
const MAY_IMPORT: Record<(typeof FLOORS)[number], RegExp[]> = {
  protocol: [/^valibot$/],
  core: [/^protocol\//],
  durable: [/^core\//, /^protocol\//, /^cloudflare:workers$/, /^(?:itty-durable|valibot)$/],
  worker: [
    /^core\/directory\//,
    // What a tick of a box is, and how a note's text begins in plain words: the same for the door and for the window.
    /^core\/note-text\.ts$/,
    // Public copies are made, and a stock is searched and packed, where they are served.
    /^core\/(?:stock|picture)\/|^core\/(?:folded|photo-name)\.ts$/,
    /^client-zip$/,
    /^protocol\//,
    /^cloudflare:workers$/,
    /^node:crypto$/,
    /^(?:hono|drizzle-orm|jose|@block65\/webcrypto-web-push|valibot|hono-openapi|itty-durable|@hono\/standard-validator|@valibot\/to-json-schema)(?:\/|$)/,
  ],
  web: [
    /^core\//,
    /^protocol\//,
    /^(?:solid-js|virtua|valibot|idb|diff|exifr|leaflet|supercluster|@digital-go-jp\/design-tokens)(?:\/|$)/,
  ],
}

/** Where the Worker meets its objects: it exports them, and its env names their types. */
const MAY_IMPORT_DURABLE = ['worker/entry.ts', 'worker/env.ts']

const MOST_SOURCE_LINES = 350 // functions: 70 lines, by the lint
const MOST_TEST_LINES = 500

const REQUIRED_PACKAGES = {
  wrangler: '.tasks/build.mjs',
  miniflare: '.tasks/host.mjs',
  vitest: 'vitest.config.ts',
  '@cloudflare/workers-types': 'durable/tsconfig.json',
  hono: 'worker',
  'drizzle-orm': 'worker',
  jose: 'worker',
  'itty-durable': 'durable',
}

const floorFiles = sourceFiles(...FLOORS)
const testFiles = sourceFiles('test')
const taskFiles = sourceFiles('.tasks', 'bench')
const lines = ({ text }: SourceFile) => text.trimEnd().split('\n').length
const paths = (files: SourceFile[]) => files.map(({ path }) => path)

describe('imports run downwards only', () => {
  test.each(FLOORS)('%s', (floor) => {
    const allowed = [new RegExp(`^${floor}/`), ...MAY_IMPORT[floor]]
    const mayImport = (file: SourceFile, target: string) =>
      allowed.some((pattern) => pattern.test(target)) ||
      (target.startsWith('durable/') && MAY_IMPORT_DURABLE.includes(file.path)) ||
      (floor === 'web' && /\.(?:css|svg)(?:\?\w+)?$/.test(target))
    const files = floorFiles.filter(({ path }) => path.startsWith(`${floor}/`))
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(file, target))
        .map((target) => `${file.path} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('one place for each thing', () => {
  test('only the room service asks the core to decide', () => {
    const outside = floorFiles.filter(({ path }) => !path.startsWith('core/'))
    const askers = outside.filter((file) => importsOf(file).includes('core/decide.ts'))
    expect(paths(askers).map((path) => basename(path))).toEqual(['room-service.ts'])
  })

  test('only fan-out sends to sockets', () => {
    const senders = floorFiles.filter(({ path, text }) => path.startsWith('durable/') && /\.send\(/.test(text))
    // socket-registry.ts is the socket itself, as fan-out sees it.
    const allowed = /(?:^|[/-])(?:fan-out|socket-registry)\.ts$/
    expect(paths(senders).filter((path) => !allowed.test(path))).toEqual([])
  })

  test('no file re-exports a folder and no folder is a drawer', () => {
    const all = paths([...floorFiles, ...testFiles, ...taskFiles])
    expect(all.filter((path) => /^index\.tsx?$/.test(basename(path)))).toEqual([])
    expect(all.filter((path) => /(?:^|\/)(?:utils?|helpers?|common|shared|misc)(?:\/|$)/.test(dirname(path)))).toEqual(
      [],
    )
  })
})

describe('sizes', () => {
  test(`a source file has at most ${MOST_SOURCE_LINES} lines`, () => {
    expect(paths([...floorFiles, ...taskFiles].filter((file) => lines(file) > MOST_SOURCE_LINES))).toEqual([])
  })

  test(`a test file has at most ${MOST_TEST_LINES} lines`, () => {
    expect(paths(testFiles.filter((file) => lines(file) > MOST_TEST_LINES))).toEqual([])
  })
})

describe('rules and tests', () => {
  const RULE = /\[([A-Z]{2}\d+)\]/g
  const rulesIn = (text: string) => [...text.matchAll(RULE)].map(([, id]) => id ?? '')
  const testNames = testFiles.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:test|it|describe)(?:\.\w+\([^)]*\))?\(\s*(['"`])(.*?)\1/gs)].map(([, , name]) => ({
      path,
      name: name ?? '',
    })),
  )
  const rules = new Set(rulesIn(readProjectFile('docs/SPEC.md')))

  test('every rule of docs/SPEC.md is cited by a test', () => {
    const cited = new Set(testNames.flatMap(({ name }) => rulesIn(name)))
    expect(rules.size).toBeGreaterThan(0)
    expect([...rules].filter((rule) => !cited.has(rule))).toEqual([])
  })

  test('every rule that a test cites stands in docs/SPEC.md', () => {
    const unknown = testNames.flatMap(({ path, name }) =>
      rulesIn(name)
        .filter((rule) => !rules.has(rule))
        .map((rule) => `${rule} in ${path}`),
    )
    expect(unknown).toEqual([])
  })

  test('no test is left out or runs alone', () => {
    const leftOut = /\b(?:test|it|describe)\.(?:skip|only|todo|skipIf|runIf|fails)\b/
    const others = testFiles.filter(({ path }) => path !== 'test/architecture.test.ts')
    expect(paths(others.filter(({ text }) => leftOut.test(text)))).toEqual([])
  })
})

describe('packages', () => {
  test.each(Object.entries(REQUIRED_PACKAGES))('%s does real work in %s', (name, place) => {
    const { dependencies, devDependencies } = JSON.parse(readProjectFile('package.json'))
    expect({ ...dependencies, ...devDependencies }).toHaveProperty([name])
    const isUsed = /\.\w+$/.test(place)
      ? readProjectFile(place).includes(name)
      : sourceFiles(place).some((file) =>
          importsOf(file).some((target) => target === name || target.startsWith(`${name}/`)),
        )
    expect(isUsed).toBe(true)
  })
})
