import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'
import { earlyData, inlinedStyle, leanLibraries, smallParts, writtenOut } from './.tasks/client-build.mjs'
import { limits } from './protocol/limits.ts'
import { protocolVersion } from './protocol/version.ts'

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Writes the list of the built files into web/offline/service-worker.ts, which is ours alone: nothing of workbox runs in a browser. */
const serviceWorker = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'offline',
  filename: 'service-worker.ts',
  injectRegister: false,
  manifest: false,
  injectManifest: {
    globPatterns: ['index.html', 'assets/*', '*.{png,svg,webmanifest}'],
    dontCacheBustURLsMatching: /^assets\//,
    manifestTransforms: [
      (entries) => ({
        manifest: entries.map((entry) => ({ ...entry, url: entry.url === 'index.html' ? '/' : `/${entry.url}` })),
      }),
    ],
  },
})

/** The client alone: web/ → .build/web. wrangler bundles the Worker. */
export default defineConfig({
  root: inProject('web'),
  plugins: [
    leanLibraries,
    solid(),
    smallParts,
    writtenOut(limits),
    earlyData(`/api/start?v=${protocolVersion}`),
    inlinedStyle,
    serviceWorker,
  ],
  build: {
    outDir: inProject('.build/web'),
    emptyOutDir: true,
    // The strict Content-Security-Policy allows no data: scripts and no inline polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What the page starts with, and all it imports, is one script, whatever the later parts share with it; but for
      // the sentences of the refusals, that only later parts show.
      output: {
        codeSplitting: {
          groups: [
            { name: 'refusals', test: /\/protocol\/refusals\.ts$/, priority: 1 },
            { name: 'index', test: /\/web\/main\.tsx$/ },
          ],
        },
      },
      // The schemas of protocol/ (`v.…`, and its own `count`) do nothing but be there: what the client does not ask, it does not carry.
      treeshake: { propertyReadSideEffects: false, manualPureFunctions: ['v', 'count'] },
    },
    target: 'es2022',
  },
})
