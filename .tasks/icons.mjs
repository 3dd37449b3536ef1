import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { PROJECT } from './paths.mjs'
import { main, Problem, say } from './say.mjs'
import { findChromium } from './toolchain.mjs'

/** `node .tasks/icons.mjs`: makes the icons of web/public once more from tower.svg, with Chromium. */

/** A phone cuts a maskable icon as it likes, and keeps a circle of four fifths; iOS rounds the corners itself. Of a badge Android shows the outline. */
const ICONS = [
  { file: 'icon-192.png', size: 192 },
  { file: 'icon-512.png', size: 512 },
  { file: 'icon-maskable-512.png', size: 512, drawn: filled(0.8) },
  { file: 'apple-touch-icon.png', size: 180, drawn: filled(0.9) },
  { file: 'badge-96.png', size: 96, drawn: bare },
]

async function makeIcons() {
  const executablePath = findChromium()
  if (!executablePath) throw new Problem('Chromium is not there: install it, or set CHROMIUM_PATH')
  const tower = readFileSync(join(PROJECT, 'web/public/tower.svg'), 'utf8')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    for (const { file, size, drawn = asItIs } of ICONS) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawn(tower)}`)
      await page.locator('svg').evaluate((svg, px) => svg.setAttribute('width', px), `${size}`)
      writeFileSync(join(PROJECT, 'web/public', file), await page.screenshot({ omitBackground: true }))
      await page.close()
      say(`web/public/${file}`)
    }
  } finally {
    await browser.close()
  }
}

/** Blue up to the edge, and the tower smaller in its middle. @param {number} scale @returns {(tower: string) => string} */
function filled(scale) {
  const moved = `<g transform="translate(24 24) scale(${scale}) translate(-24 -24)" `
  return (tower) => tower.replace(/ rx="\d+"/, '').replace('<g ', moved)
}

/** The tower and no ground. @param {string} tower */
function bare(tower) {
  return tower.replace(/<rect\b[^>]*\/>/, '')
}

/** @param {string} tower */
function asItIs(tower) {
  return tower
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) await main(makeIcons)
