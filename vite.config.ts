import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'
import {
  earlyData,
  inlinedStyle,
  leanLibraries,
  limitsInPlace,
  noSchemas,
  oneScript,
  schemaMakers,
  smallParts,
} from './.tasks/client-build.mjs'
import { limits } from './protocol/limits.ts'
import { protocolVersion } from './protocol/version.ts'

/** A schema of protocol/ that nobody here asks is left out, in the page and in the service worker. */
const treeshake = { propertyReadSideEffects: false, manualPureFunctions: schemaMakers } as const

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Writes the list of the built files into web/service-worker/service-worker.ts, which is ours alone: nothing of workbox runs in a browser. */
const serviceWorker = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'service-worker',
  filename: 'service-worker.ts',
  injectRegister: false,
  manifest: false,
  injectManifest: {
    rollupOptions: { treeshake },
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
    limitsInPlace(limits),
    oneScript(),
    solid(),
    smallParts,
    earlyData(`/api/start?v=${protocolVersion}`),
    inlinedStyle,
    noSchemas,
    serviceWorker,
  ],
  build: {
    outDir: inProject('.build/web'),
    emptyOutDir: true,
    // The strict Content-Security-Policy allows no data: scripts and no inline polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake,
    },
    target: 'es2022',
  },
})
