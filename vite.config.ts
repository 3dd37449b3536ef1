import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A part that is fetched later is fetched with a plain import(): vite's preloading of its stylesheets would cost 1 kB and there are none. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
}

/** The design system's tokens are many; those that no rule names are left out of the stylesheet. */
const usedTokensOnly: Plugin = {
  name: 'used-tokens-only',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
      let css = String(file.source)
      for (let before = ''; before !== css; ) {
        before = css
        const used = new Set(css.match(/(?<=var\()--[\w-]+/g))
        css = css.replace(/(?<=[{;])(--[\w-]+):[^;}]*;?/g, (token, name) => (used.has(name) ? token : ''))
      }
      file.source = css
    }
  },
}

/** The client alone: web/ → .build/web. wrangler bundles the Worker. */
export default defineConfig({
  root: inProject('web'),
  plugins: [solid(), plainImports, usedTokensOnly],
  build: {
    outDir: inProject('.build/web'),
    emptyOutDir: true,
    // The strict Content-Security-Policy allows no data: scripts and no inline polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { treeshake: { propertyReadSideEffects: false } },
    target: 'es2022',
  },
})
