import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from '../../.tasks/paths.mjs'
import { Problem, say } from '../../.tasks/say.mjs'
import { limits } from '../../protocol/limits.ts'
import { figureOf, type Kept, PERFORMANCE_FILE, rounded } from '../kept-runs.ts'
import { billOf, type Habits, type UnitCosts, type Usage, usageOf, usageTimes } from './cost-model.ts'
import { planUsd, prices, type Resource, yenPerUsd } from './price-table.ts'
import { townHabits } from './town-habits.ts'

const COST_FILE = join(PROJECT, 'docs/cost.md')
/** Municipalities of Japan, special wards included. */
const municipalities = 1_741

/** Writes docs/cost.md and says its last lines. */
export function writeCost(): void {
  const { runs } = JSON.parse(readFileSync(PERFORMANCE_FILE, 'utf8')) as Kept
  const run = runs.at(-1)
  if (!run) throw new Problem('docs/performance.json has no run: `npm run bench` first')
  const unit: UnitCosts = {
    rowsPerMessage: figureOf(run, 'rows', '580 members', 'written per message, one writer'),
    rowsPerLoneRead: 2,
    rowsReadPerOpening: figureOf(run, 'rows', 'catch-up, 50 missed', 'read'),
    openingCpuMs: 2,
    pushCpuMs: 1.3,
    bytesPerMessage: 400,
    awakeMsPerEvent: limits.wideGatherMs,
  }
  const habits = townHabits()
  const page = costPage(habits, unit)
  writeFileSync(COST_FILE, page)
  say(
    page
      .split('\n')
      .filter((line) => line.startsWith('**'))
      .join('\n'),
  )
  say('docs/cost.md is written')
}

function costPage(habits: Habits, unit: UnitCosts): string {
  const usual = usageOf(habits, unit)
  const eager = usageOf({ ...habits, readAtOnceShare: 1 }, unit)
  return `# What it costs to run

Made by \`npm run cost\` from the price table in \`bench/cost/price-table.ts\`, the model in \`bench/cost/cost-model.ts\` and the rows that
\`npm run bench\` counted (docs/performance.md). ${yenPerUsd} yen to the dollar, the paid plan at ${planUsd} dollars, a month of 30 days. No price a seat.

${sumLine(`This town, ${habits.people} people`, billOf(usual).yen)}
${sumLine('The same when everybody reads every message the moment it comes', billOf(eager).yen)}
${sumLine(`All ${municipalities.toLocaleString('en')} municipalities, each like this one`, billOf(usageTimes(usual, municipalities)).yen)}

## The town

| habit | a day or each |
|---|---|
| people | ${habits.people} |
| messages a person and day | ${habits.messagesPerPersonAndDay} |
| rooms a person is in (demo town with 580 members) | ${rounded(habits.roomsPerPerson)} |
| readers of a message (each person's messages evenly over the rooms where they may write) | ${rounded(habits.readersPerMessage)} |
| share of readers with the room on screen: a read for each message | ${habits.readAtOnceShare * 100} % |
| openings of each room a day: a read for all that came meanwhile | ${habits.openingsPerRoomAndDay} |
| openings of the app a day | ${habits.appOpeningsPerDay} |
| hours a day in which something rings a phone: a receipt in each | ${habits.ringingHoursPerDay} |
| photos a person and day, of ${habits.photoKb} kB | ${habits.photosPerPersonAndDay} |

| one thing | costs |
|---|---|
| a message | ${rounded(unit.rowsPerMessage)} rows written (measured, the lobby's alarm included), and 3 for telling the lobby |
| a read in a window of its own | ${unit.rowsPerLoneRead} rows written: all pointers in one row, and the alarm |
| opening a room | ${rounded(unit.rowsReadPerOpening)} rows read (measured, 50 missed), ${unit.openingCpuMs} ms of Worker CPU, three calls of objects |
| ringing a person who does not have the room on screen | 2 calls of the account, 1 row written there, ${unit.pushCpuMs} ms of Worker CPU for the push (measured) |
| each ${limits.ringPartPeople} of them | a queue message (3 operations), 3 calls of lobbies, 8 rows written there |
| storage of a message with its index | ${unit.bytesPerMessage} bytes |
| an event keeps its object awake | ${unit.awakeMsPerEvent} ms (\`limits.wideGatherMs\`), at 128 MB |

Storage is what a year of talk and photos comes to.

## The arithmetic

### ${habits.people} people, 10 % of readers at once

${billTable(usual)}

### Everybody reads at once

${billTable(eager)}

The largest part of the first bill is ringing: each message rings each phone whose owner does not look at the room. (The second has none to ring.)

What grows with readers is the rows of read pointers: people who read one after another each cost a row in a window of their own, people who read together
share one. Telling pointers later would save them, and is not done: who has read is what a desk looks at.

### ${municipalities.toLocaleString('en')} municipalities on one account

${billTable(usageTimes(usual, municipalities))}
`
}

const sumLine = (what: string, yen: number) => `**${what}: ${Math.round(yen).toLocaleString('en')} yen a month.**\n`

function billTable(usage: Usage): string {
  const { lines, usd, yen } = billOf(usage)
  const rows = lines.map(({ resource, amount, beyond, usd: price }) => {
    const { included, unit } = prices[resource as Resource]
    return `| ${nameOf(resource)} | ${big(amount)} ${unit} | ${big(included)} | ${big(beyond)} | ${price.toFixed(2)} |`
  })
  return `| | a month | included | beyond | USD |
|---|---|---|---|---|
${rows.join('\n')}
| the plan | | | | ${planUsd.toFixed(2)} |
| **sum** | | | | **${usd.toFixed(2)}** = ${Math.round(yen).toLocaleString('en')} yen |`
}

const nameOf = (resource: string) =>
  resource
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^(object|worker)/, (word) => (word === 'object' ? 'Durable Objects:' : 'Worker:'))
    .replace(/^d1/, 'D1:')
    .replace(/^r2/, 'R2:')
    .replace(/^queue/, 'Queues:')

const big = (amount: number) => (amount >= 100 ? Math.round(amount).toLocaleString('en') : rounded(amount))
