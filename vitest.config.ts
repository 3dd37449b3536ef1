import { mkdirSync } from 'node:fs'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { testSecrets } from './test/support/test-secrets.ts'

// wrangler.toml names the built client as the Worker's assets; the folder must exist, built or not.
mkdirSync('.build/web', { recursive: true })

/** `core`: every rule, in Node, in milliseconds. */
const core = {
  // Solid's stores react only in its browser build.
  resolve: { conditions: ['browser', 'development'] },
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

/** `e2e`: the built town in miniflare and headless Chromium, one file after another. */
const e2e = {
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/e2e/support/plant-once.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
} as const

export default defineConfig({
  test: {
    projects: [core, workers, e2e],
    allowOnly: false,
    passWithNoTests: false,
    reporters: ['default', './.tasks/test-totals.mjs'],
  },
})
