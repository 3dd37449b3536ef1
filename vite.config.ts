import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The client alone: web/ → .build/web. wrangler bundles the Worker. */
export default defineConfig({
  root: inProject('web'),
  plugins: [solid()],
  build: {
    outDir: inProject('.build/web'),
    emptyOutDir: true,
    // The strict Content-Security-Policy allows no data: scripts and no inline polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
})
