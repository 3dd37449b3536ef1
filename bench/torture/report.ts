import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { MODULES, PROJECT } from '../../.tasks/paths.mjs'
import { limits } from '../../protocol/limits.ts'
import { timing } from '../../web/transport/connection.ts'
import type { Finding } from './scenario.ts'
import { found, keptSeeds } from './seeds.ts'

export type Run = { findings: readonly Finding[]; seed: number; seconds: number }

/** Entries of the catalogue that loopback cannot reach, and where they are proven instead. */
const elsewhere: readonly { id: string; what: string; where: string }[] = [
  {
    id: 'R-08',
    what: '500 frames of 20 people with an eviction of the room between any two: shown, answered and counted as in a run without; attachments ≤ 16,384 bytes',
    where: 'test/durable/hibernation-day.test.ts, and frame by frame in test/durable/hibernation.test.ts',
  },
  {
    id: 'R-09',
    what: 'a captain is replaced and all objects are aborted at each step between D1, room, sockets and lobby: one entry, no socket, one projection, the right lists',
    where:
      'test/worker/directory/cut-between-steps.test.ts, and for the lobby alone in test/durable/lobby-object.test.ts',
  },
]

const unproven: readonly string[] = [
  'Power loss. kill -9 takes the processes and leaves what they had written in the page cache alive; whether a disk keeps what was synced to it is the disk’s affair.',
  'Production’s storage. There a Durable Object’s writes are replicated to several machines before the output gate opens; here one workerd writes to one SQLite file. That frames wait for the commit is the same runtime’s rule in both, and only its local half was run.',
  'Production’s network: Cloudflare’s edge, TLS, HTTP/2 and phones’ radios stand where a TCP proxy on loopback stood. Evictions, migrations and code updates by the platform come at its own times.',
  'An outage of the vendor as a whole, or of the region of a room.',
  'Version skew at a real deployment: the later Worker was the built one with its version raised and fields added in the text of its bundle, and not one with other rules or tables.',
  'D1 and R2 that answer slowly or wrongly. They were not bound at all, which is how an outage looks to a Worker that checks its bindings; a D1 whose every answer is an error is tested in test/worker/without-directory.test.ts.',
  'Cloudflare’s limits of CPU, memory and requests, which workerd does not enforce.',
  'A way to the town that alone goes silent while the way back brings frames: a phone notices it when the room has been silent for as long as R-05 says, not before.',
  'Browsers. The phones are the client’s own core in Node (connection, backoff, outbox, pointer, folding, HTTP); pages, IndexedDB and service workers are not in them. Chromium is in test/e2e.',
]

/** Writes docs/reliability.md: what was run, on what, and what came out. */
export function writeReport(run: Run): void {
  writeFileSync(join(PROJECT, 'docs', 'reliability.md'), reportOf(run))
}

export function reportOf({ findings, seed, seconds }: Run): string {
  const failed = findings.filter(({ faults }) => faults.length > 0)
  return [
    '# What the rack has shown',
    '',
    'Written by `npm run torture`, which measured every number here; it is not edited by hand. `npm test` runs a short pass of the same scenarios.',
    '',
    `${findings.length - failed.length} passed, ${failed.length} failed in ${Math.round(seconds)} s; \`npm run torture -- --seed ${seed}\` runs the same again.`,
    '',
    ...machine(),
    '',
    ...how(),
    '',
    '## Results',
    '',
    ...findings.flatMap(section),
    '## Proven elsewhere',
    '',
    ...table(
      ['', 'what', 'where'],
      elsewhere.map(({ id, what, where }) => [id, what, where]),
    ),
    '',
    '## What it has found',
    '',
    ...[
      ...keptSeeds.map(({ seed: kept, ...rest }) => ({ ...rest, found: `seed ${kept}: ${rest.found}` })),
      ...found,
    ].map(({ found: what, test }) => `- ${what} (mended; \`${test}\`)`),
    '',
    '## What this does not prove',
    '',
    ...unproven.map((what) => `- ${what}`),
    '',
  ].join('\n')
}

function machine(): string[] {
  const [cpu] = cpus()
  const version = (name: string): string =>
    JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')).version
  return table(
    ['machine', ''],
    [
      ['processor', `${cpus().length} cores, ${cpu?.model.trim()}`],
      ['memory', `${Math.round(totalmem() / 2 ** 30)} GB`],
      ['system', `${process.platform} ${process.arch}`],
      ['Node', process.versions.node],
      ['workerd', version('workerd')],
      ['miniflare', version('miniflare')],
      ['date', new Date().toISOString().slice(0, 10)],
    ],
  )
}

const how = (): string[] => [
  '## How',
  '',
  'The built Worker runs in miniflare on 127.0.0.1, as `npm start` hosts it. Each phone has a line of its own through a TCP proxy (`bench/torture/tcp-proxy.ts`); town and phones share the machine.',
  '',
  '- **Phones** carry out the client’s own state machine over Node’s WebSocket and fetch: they reconnect, poll, resend from the outbox and renew their sessions by themselves. In R-01, R-02 and R-20 a fifth of them has no WebSockets at all, in R-04, R-12 and R-16 about half.',
  `- **Networks** in R-01 and R-02: of all links 15 % are cut amid a frame after 0.4–60 KB, 10 % delay by 20–200 ms, 5 % carry 20–50 KB/s, 1 % of the receivers’ go silent without a word.`,
  '- **A kill** is SIGKILL to the process group of miniflare and workerd. Before the next start the port has to refuse connections and no process with the mark of that state folder may be left.',
  `- **Limits** are those of production (${limits.maxMessagesPerWindow} messages of a member and ${limits.maxFramesPerWindow} frames of a socket in 10 s), except for the messages in R-01, R-02 and R-20.`,
  `- **The checker** (\`bench/torture/checker.ts\`) compares the senders’ own lists with each transcript: each message once, under the one number its sender was told, in the order of composing, without a hole. An empty transcript is a fault. Its own tests break a transcript in every way.`,
  `- **Timers** of the client: ping after ${timing.pingMs / 1_000} s of silence, given up ${timing.pongMs / 1_000} s later; polls every ${timing.pollVisibleMs / 1_000} s.`,
  '- **Without D1** the bindings of D1 and of the directory are absent from the town’s first message to its last, through every restart; **without R2** that of R2. Only the people and rooms were made before. The Worker of today asks R2 for nothing yet.',
]

function section({ id, title, figures, faults }: Finding): string[] {
  return [
    `### ${id} · ${title}: ${faults.length === 0 ? 'passed' : 'FAILED'}`,
    '',
    ...(figures.length > 0
      ? table(
          ['', 'measured', 'bar'],
          figures.map(({ what, value, bar = '' }) => [what, value, bar]),
        )
      : []),
    ...(faults.length > 0 ? ['', ...faults.map((fault) => `- ✗ ${fault}`)] : []),
    '',
  ]
}

const table = (head: string[], rows: string[][]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---|').join('')}`,
  ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`),
]
