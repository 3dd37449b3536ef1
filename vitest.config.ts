import { mkdirSync } from 'node:fs'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { mutations } from './test/mutations/mutations.ts'
import { testSecrets } from './test/support/test-secrets.ts'

// wrangler.toml names the built client as the Worker's assets; the folder must exist, built or not.
mkdirSync('.build/web', { recursive: true })

/** Puts one mutation in force, for the test that wants its rule's tests to fail then. */
const mutated = (mutation = mutations[Number(process.env['MUTATION'])]) => ({
  name: 'mutated',
  enforce: 'pre' as const,
  transform: (code: string, file: string) =>
    mutation !== undefined && file.endsWith(`/${mutation.file}`)
      ? code.replace(mutation.find, mutation.put)
      : undefined,
})

/** `core`: every rule, in Node, in milliseconds. */
const core = {
  plugins: process.env['MUTATION'] === undefined ? [] : [mutated()],
  // Solid's stores react only in its browser build.
  resolve: { conditions: ['browser', 'development'] },
  ssr: { resolve: { conditions: ['browser', 'development', 'module', 'import'] } },
  test: {
    name: 'core',
    include: ['test/{protocol,core,web,tasks}/**/*.test.ts', 'test/architecture.test.ts'],
    environment: 'node',
    server: { deps: { inline: [/solid-js/] } },
  },
} as const

/** `workers`: storage, sockets, routes, D1 and R2 inside workerd, with the bindings of wrangler.toml. */
const workers = {
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: { bindings: { ...testSecrets, TEST_MIGRATIONS: await readD1Migrations('migrations') } },
    })),
  ],
  test: {
    name: 'workers',
    include: ['test/{durable,worker}/**/*.test.ts'],
    setupFiles: ['test/worker/apply-migrations.ts'],
    testTimeout: 20_000,
    // itty-durable imports `cloudflare:workers` from inside node_modules; bundled beforehand it resolves.
    deps: { optimizer: { ssr: { enabled: true, include: ['itty-durable', 'itty-router'] } } },
  },
}

/** `mutations`: for the log, the pointers and the membership, breaking a rule makes its test fail. */
const mutation = {
  test: {
    name: 'mutations',
    include: ['test/mutations/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    maxConcurrency: 2,
  },
} as const

/**
 * `e2e`: the built town in miniflare and headless Chromium, one file after another. A test that depends on the moment has a second try, and the
 * run says which took it.
 */
const e2e = {
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/e2e/support/plant-once.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    retry: 1,
  },
} as const

export default defineConfig({
  test: {
    projects: [core, workers, mutation, e2e],
    allowOnly: false,
    passWithNoTests: false,
    silent: 'passed-only',
    reporters: ['default', './.tasks/test-totals.mjs'],
  },
})
