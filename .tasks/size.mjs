import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildWeb } from './build.mjs'
import { WEB_BUILD } from './paths.mjs'
import { main, Problem, say } from './say.mjs'
import { formatTable } from './table.mjs'

/** `npm run size`: what a phone fetches before a message can be written, and every part that comes later. */

/** On a line of 400 kbit/s that is 0.8 s: HTML, styles and script, gzip -9. */
const MOST_BYTES = 40_000
/** The page, its script, the first data. */
const MOST_REQUESTS = 3

/**
 * What a page makes the browser fetch at once.
 * @param {string} page the built HTML @param {(file: string) => string} textOf a built file
 * @returns {{ files: string[], requests: number }} the built files; and how many requests, with the page and the data
 */
export function fetchedAtOnce(page, textOf) {
  const tags = page.match(/<(?:link|script)\b[^>]*>/g) ?? []
  const wanted = tags.filter((tag) => /^<script|rel="(?:stylesheet|preload|modulepreload|icon)"/.test(tag))
  const addresses = wanted.flatMap((tag) => /(?:src|href)="(\/[^"]+)"/.exec(tag)?.[1] ?? [])
  const files = new Set(addresses.filter((path) => !path.startsWith('/api/')).map((path) => path.slice(1)))
  // A script's own static imports are fetched after it. A set goes on with what is added to it meanwhile.
  for (const file of files)
    for (const [, name] of textOf(file).matchAll(/(?:^|[;}\s])(?:import|from)\s*["']\.\/([^"']+)["']/g))
      files.add(`assets/${name}`)
  const data = addresses.filter((path) => path.startsWith('/api/'))
  return { files: [...files], requests: 1 + files.size + data.length }
}

/** @throws {Problem} over the budget */
export async function checkSize() {
  await buildWeb()
  const bytesOf = (/** @type {string} */ file) => readFileSync(join(WEB_BUILD, file))
  const page = 'index.html'
  const { files, requests } = fetchedAtOnce(String(bytesOf(page)), (file) => String(bytesOf(file)))
  const first = [page, ...files]
  const later = readdirSync(join(WEB_BUILD, 'assets')).map((name) => `assets/${name}`)
  const rows = [...first, ...later.filter((file) => !first.includes(file))].map((file) => {
    const bytes = bytesOf(file)
    const zipped = gzipSync(bytes, { level: 9 }).length
    return { file, isFirst: first.includes(file), size: bytes.length, zipped }
  })
  const sum = rows.filter(({ isFirst }) => isFirst).reduce((total, { zipped }) => total + zipped, 0)
  say(
    formatTable(
      ['file', 'when', 'bytes', 'gzip -9'],
      rows.map(({ file, isFirst, size, zipped }) => [file, isFirst ? 'first' : 'later', `${size}`, `${zipped}`]),
    ),
  )
  say(`  before a message can be written: ${sum} of ${MOST_BYTES} bytes, ${requests} of ${MOST_REQUESTS} requests`)
  if (sum > MOST_BYTES) throw new Problem(`the first screen weighs ${sum} bytes, ${sum - MOST_BYTES} too many`)
  if (requests > MOST_REQUESTS) throw new Problem(`the first screen takes ${requests} requests: ${first.join(', ')}`)
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) await main(checkSize)
