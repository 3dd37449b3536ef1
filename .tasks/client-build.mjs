import { join } from 'node:path'
import { PROJECT } from './paths.mjs'

/**
 * What the client's build does besides what vite does: one page, one script, and nothing else before a message can be
 * written. What comes later brings its own script and its own stylesheet.
 */

/** @typedef {import('vite').Plugin} Plugin */

/** Calls that make a schema in protocol/ and do nothing else: those whose schema no one here asks are left out. */
export const schemaMakers = ['v', 'wholeNumber', 'shortText', 'byteCount']

/**
 * The client asks no schema (web/transport/shape.ts says why). One that stays would bring valibot, and split the one script in two.
 * @type {Plugin}
 */
export const noSchemas = {
  name: 'no-schemas',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.entries(file.modules) : []))
    if (modules.some(([id, { renderedLength }]) => /\/valibot\//.test(id) && renderedLength > 0))
      this.error('a schema of protocol/ is made in the client: is the function that makes it in `schemaMakers`?')
  },
}

/** The sentences for refusals are read when something failed; only schemas, which are left out, name them before. */
const isForLater = (/** @type {string} */ id) => id.endsWith('/protocol/refusals.ts')

/**
 * What several later parts share stands in few files: the first script names every file that comes later, and a name costs more there than little
 * things weigh.
 * @type {import('rolldown').CodeSplittingGroup[]}
 */
const shared = [
  // What a message says: the talk, what lies over it, the map.
  {
    name: 'said',
    test: /\/(?:core\/place|views\/map\/place-(?:card|lines|outline)|words\/(?:place-card|messages)|store\/(?:\w+\/)?(?:map-links|place-exactness))\.tsx?$|place-card\.css$/,
  },
  // How photos are shown, and what is known of those that are lost or wanted.
  {
    name: 'picture',
    test: /\/(?:core\/directory\/grouped\.ts|web\/(?:(?:views\/(?:\w+\/)?(?:picture|original-parts|file-row|photo-outlines)|words\/photos)\.tsx?|store\/(?:\w+\/)?(?:pictures|lost-files|spare-board|probing|saving-photo|seeking-lost|photo-list|original-facts|may-keep-room)\.ts|transport\/photo-paths\.ts|style\/(?:picture|file-row)\.css))$/,
    includeDependenciesRecursively: false,
  },
  // How they are chosen, kept and brought up.
  {
    name: 'uploading',
    test: /\/(?:core\/media-type|web\/(?:store\/(?:\w+\/)?(?:uploading|upload-queue|upload-board|room-tray|tray|tray-rules|prepare-file|photo-facts|shrink-photo|shrinking|chosen-again|spare-rules|originals|resending|page-outbox|held-photos|client-id)|offline\/(?:upload-shelf|memory-uploads|spare-shelf|vault-order)|transport\/(?:tus|piece-size|upload-paths)))\.ts$/,
    includeDependenciesRecursively: false,
  },
  // Their originals, and what is said where one is lost.
  {
    name: 'originals',
    test: /\/web\/(?:views\/(?:\w+\/)?(?:lost-file|original-offer|originals-line|originals-sheet)\.tsx|words\/originals\.ts|style\/originals\.css)$/,
    includeDependenciesRecursively: false,
  },
  { name: 'this-install', test: /\/store\/(?:\w+\/)?(?:this-install|installing|is-sharing|platform)\.ts$/ },
  {
    name: 'little',
    test: /\/web\/(?:views\/(?:\w+\/)?(?:reachable|quote|tower|file-input)\.tsx?|store\/photos\/file-size\.ts|words\/room-pages\.ts)$/,
    includeDependenciesRecursively: false,
  },
]

/**
 * Everything that the page imports at once is one script. Left to itself the bundler puts into another what later parts share with it.
 * @returns {Plugin}
 */
export function oneScript() {
  /** @type {Set<string>} */
  const atOnce = new Set()
  /** @param {string} id @param {{ getModuleInfo: (id: string) => { importedIds: string[] } | null }} context */
  const add = (id, context) => {
    if (atOnce.has(id) || isForLater(id)) return
    atOnce.add(id)
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) add(imported, context)
  }
  /** @type {import('rolldown').CodeSplittingGroup} */
  const group = {
    debugName: 'first',
    priority: 1,
    includeDependenciesRecursively: false,
    name(id, context) {
      if (atOnce.size === 0) add(join(PROJECT, 'web/index.html'), context)
      return atOnce.has(id) ? 'first' : null
    },
  }
  return {
    name: 'one-script',
    buildStart: () => atOnce.clear(),
    config: () => ({ build: { rolldownOptions: { output: { codeSplitting: { groups: [group, ...shared] } } } } }),
  }
}

/**
 * A part that is fetched later: its stylesheet is there before it is shown, and its scripts are fetched side by side.
 * Vite's own helper does the same in three times the bytes.
 */
const fetchesParts = `
const asked = {}
const ask = (path) => asked[path] ??= new Promise((resolve, reject) => {
  const link = document.createElement('link')
  const isStyle = path.endsWith('.css')
  link.rel = isStyle ? 'stylesheet' : 'modulepreload'
  link.href = '/' + path
  if (!isStyle) resolve()
  link.onload = resolve
  link.onerror = () => {
    link.remove()
    delete asked[path]
    reject()
  }
  document.head.append(link)
})
export const __vitePreload = (load, paths = []) => Promise.all([load(), ...paths.map(ask)]).then(([part]) => part)
`

/** @type {Plugin} */
export const smallParts = {
  name: 'small-parts',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? fetchesParts : null),
}

/**
 * What three libraries carry along for others and would be fetched for nothing:
 * - the list renders elements of any kind, which needs the renderer's spreading of attributes, and ours are <div>s;
 * - the renderer's tables of attribute names do not look unused to the bundler;
 * - nothing here was rendered on a server and nothing is a transition, but the states of both are asked for at every turn;
 * - the database can be walked through with `for await`, and ours is not.
 * A newer version that no longer looks like this is bundled as it is; `npm run size` tells what that costs.
 * @type {Plugin}
 */
export const leanLibraries = {
  name: 'lean-libraries',
  enforce: 'pre',
  transform(code, id) {
    if (id.endsWith('/virtua/lib/solid/index.jsx'))
      return code.replace(
        'import { Dynamic, isServer } from "solid-js/web"',
        'import { isServer } from "solid-js/web"\nimport { ListElement as Dynamic } from "/views/controls/list-element.tsx"',
      )
    if (id.endsWith('/solid-js/dist/solid.js')) return neverHydrating(code)
    if (id.endsWith('/solid-js/web/dist/web.js'))
      return neverHydrating(code).replace(
        /\/\*#__PURE__\*\/(new Set\(\[[^\]]*\.\.\.\w+\]\))/g,
        '/*#__PURE__*/(() => $1)()',
      )
    if (id.endsWith('/idb/build/index.js')) return code.replace(/^const advanceMethodProps = [\s\S]*(?=^export )/m, '')
    if (!id.includes('/node_modules/') && leftOut.test(code))
      this.error(`${id} wants what .tasks/client-build.mjs leaves out`)
    return null
  },
}

const leftOut = /\b(?:startTransition|useTransition|hydrate)\b|\bfor await\b/

/** @param {string} code */
const neverHydrating = (code) =>
  code
    .replace(/\bTransition\b(?=\s*(?:&&|\.|\)))/g, 'null')
    .replace(/\bsharedConfig\.(?:context|registry|events|effects)\b(?!\s*=[^=])/g, '(void 0)')

/**
 * The client asks few of the system's limits: their numbers stand where they are named, and the rest stays away.
 * @param {Record<string, number>} limits @returns {Plugin}
 */
export const limitsInPlace = (limits) => ({
  name: 'limits-in-place',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/node_modules/') ? null : code.replace(/\blimits\.(\w+)/g, (use, name) => `${limits[name] ?? use}`),
})

/**
 * The page asks for the first data beside the script, and not after it.
 * @param {string} path @returns {Plugin}
 */
export const earlyData = (path) => ({
  name: 'early-data',
  transformIndexHtml: () => [
    { tag: 'link', attrs: { rel: 'preload', href: path, as: 'fetch', crossorigin: '' }, injectTo: 'head' },
  ],
})

/**
 * The stylesheet of the first screens stands in the page, without those of the design system's many tokens that no rule
 * names. The Worker finds it there and lets it pass by its hash (worker/routes/pages.ts).
 * @type {Plugin}
 */
export const inlinedStyle = {
  name: 'inlined-style',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      const styles = Object.values(bundle).flatMap((file) =>
        file.type === 'asset' && file.fileName.endsWith('.css') ? [file] : [],
      )
      page.source = String(page.source).replace(/\s*<link rel="stylesheet"[^>]*href="\/([^"]+)">/g, (_link, name) => {
        const style = styles.find(({ fileName }) => fileName === name)
        if (style === undefined) throw new Error(`the page names ${name}, which was not built`)
        const others = styles.filter((other) => other !== style).map(({ source }) => String(source))
        delete bundle[name]
        pointElsewhere(bundle, name)
        return `\n    <style>${usedTokensOnly(String(style.source), others.join(''))}</style>`
      })
    },
  },
}

/**
 * Parts of parts that come later name the page's stylesheet among what they need: the page's script, which is there already, stands for it.
 * @param {import('rolldown').OutputBundle} bundle @param {string} name
 */
function pointElsewhere(bundle, name) {
  const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []))
  const script = chunks.find(({ isEntry }) => isEntry)?.fileName
  for (const chunk of chunks) chunk.code = chunk.code.replaceAll(`"${name}"`, `"${script}"`)
}

/**
 * The design system's tokens never change while the page lives: their values stand where they are named.
 * @param {string} css @param {string} others stylesheets that come later and may name a token too
 */
function usedTokensOnly(css, others) {
  const values = new Map(
    [...css.matchAll(/(--(?:color|border-radius|elevation)-[\w-]+):([^;}]*)/g)].map(([, name, value]) => [name, value]),
  )
  css = css.replace(/var\((--[\w-]+)\)/g, (use, name) => values.get(name) ?? use)
  for (let before = ''; before !== css; ) {
    before = css
    const used = new Set((css + others).match(/(?<=var\()--[\w-]+/g))
    css = css.replace(/(?<=[{;])(--[\w-]+):[^;}]*;?/g, (token, name) => (used.has(name) ? token : ''))
  }
  return css.trim()
}
