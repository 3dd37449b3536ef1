/** Line plots as SVG, light enough to stand in a document and readable in light and dark. */

export type Series = { name: string; colour: string; points: [number, number][] }
export type Plot = { title: string; x: string; y: string; isLog: boolean; series: Series[] }

const [width, height] = [640, 360]
const margin = { left: 72, right: 150, top: 40, bottom: 52 }

/** One plot; both axes are logarithmic or both are linear. */
export function plotOf({ title, x, y, isLog, series }: Plot): string {
  const points = series.flatMap((one) => one.points)
  const across = scale(
    points.map(([value]) => value),
    margin.left,
    width - margin.right,
    isLog,
  )
  const up = scale(
    points.map(([, value]) => value),
    height - margin.bottom,
    margin.top,
    isLog,
  )
  const lines = series.map((one, i) => drawn(one, i, across.at, up.at))
  const xTicks = across.ticks.map(
    (tick) =>
      `<line x1="${across.at(tick)}" x2="${across.at(tick)}" y1="${margin.top}" y2="${height - margin.bottom}" class="grid"/><text x="${across.at(tick)}" y="${height - margin.bottom + 18}" text-anchor="middle">${short(tick)}</text>`,
  )
  const yTicks = up.ticks.map(
    (tick) =>
      `<line y1="${up.at(tick)}" y2="${up.at(tick)}" x1="${margin.left}" x2="${width - margin.right}" class="grid"/><text x="${margin.left - 8}" y="${up.at(tick) + 4}" text-anchor="end">${short(tick)}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title>
<style>rect{fill:#fff}text{fill:#222}.grid{stroke:#ddd}@media(prefers-color-scheme:dark){rect{fill:#1a1a1c}text{fill:#eee}.grid{stroke:#444}}</style>
<rect width="${width}" height="${height}"/>
<text x="${margin.left}" y="22" font-size="15" font-weight="600">${title}</text>
${[...xTicks, ...yTicks, ...lines].join('\n')}
<text x="${(margin.left + width - margin.right) / 2}" y="${height - 12}" text-anchor="middle">${x}</text>
<text transform="translate(16 ${(margin.top + height - margin.bottom) / 2}) rotate(-90)" text-anchor="middle">${y}</text>
</svg>
`
}

function drawn({ name, colour, points }: Series, i: number, across: At, up: At): string {
  const placed = points.map(([px, py]) => `${across(px)},${up(py)}`)
  const dots = points.map(([px, py]) => `<circle cx="${across(px)}" cy="${up(py)}" r="3.5" fill="${colour}"/>`)
  const legendY = margin.top + 14 + 20 * i
  const legendX = width - margin.right + 14
  return `<polyline points="${placed.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}<line x1="${legendX}" x2="${legendX + 18}" y1="${legendY - 4}" y2="${legendY - 4}" stroke="${colour}" stroke-width="3"/><text x="${legendX + 24}" y="${legendY}">${name}</text>`
}

type At = (value: number) => number

function scale(values: readonly number[], from: number, to: number, isLog: boolean): { at: At; ticks: number[] } {
  if (!isLog) {
    const most = Math.max(...values)
    const step = 10 ** Math.floor(Math.log10(most / 2))
    const tick = step * Math.ceil(most / step / 6)
    const top = Math.ceil(most / tick) * tick
    const ticks = Array.from({ length: Math.round(top / tick) + 1 }, (_, i) => i * tick)
    return { at: (value) => round(from + (value / top) * (to - from)), ticks }
  }
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.ceil(Math.log10(Math.max(...values)))
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  return { at: (value) => round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)), ticks }
}

const round = (value: number) => Math.round(value * 10) / 10
const short = (value: number) => (value >= 1_000 ? `${value / 1_000} k` : `${Number(value.toPrecision(3))}`)
