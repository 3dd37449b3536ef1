import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { earlyData, inlinedStyle, leanLibraries, smallParts } from './.tasks/client-build.mjs'
import { protocolVersion } from './protocol/version.ts'

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The client alone: web/ → .build/web. wrangler bundles the Worker. */
export default defineConfig({
  root: inProject('web'),
  plugins: [leanLibraries, solid(), smallParts, earlyData(`/api/start?v=${protocolVersion}`), inlinedStyle],
  build: {
    outDir: inProject('.build/web'),
    emptyOutDir: true,
    // The strict Content-Security-Policy allows no data: scripts and no inline polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The schemas of protocol/ (`v.…`, and its own `count`) do nothing but be there: what the client does not ask, it does not carry.
      treeshake: { propertyReadSideEffects: false, manualPureFunctions: ['v', 'count'] },
    },
    target: 'es2022',
  },
})
