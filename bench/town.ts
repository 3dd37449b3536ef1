import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { workerdsOfTown } from '../.tasks/processes.mjs'
import type { MintedTown } from './minted.ts'
import { cpuMsOf } from './process-figures.ts'

/** A room of the product with a session for each member, made in bulk with the town's own signing key. */
export type Minted = { roomId: string; roomIds: string[]; organizationId: string; tokens: string[] }

/** Longer than an account waits before it copies its devices. */
const quietForMs = 2_400
const quietStepMs = 200
const quietShare = 0.1
const quietWithinMs = 60_000

/** The town under load, as the load sees it. */
export class Town {
  readonly url: string
  /** workerd's process: everything of the server that costs anything runs there. */
  readonly pid: number
  readonly #end: () => Promise<void>

  private constructor(url: string, pid: number, end: () => Promise<void>) {
    this.url = url
    this.pid = pid
    this.#end = end
  }

  /** `isCounted`: its rooms and lobbies carry a meter. */
  static async start({ isCounted = false } = {}): Promise<Town> {
    const stateDir = mkdtempSync(join(tmpdir(), 'yagura-bench-'))
    const program = fileURLToPath(new URL('town-process.ts', import.meta.url))
    const child = fork(program, [stateDir, ...(isCounted ? ['--counted'] : [])])
    const exited = once(child, 'exit')
    const [{ url }] = (await Promise.race([
      once(child, 'message'),
      exited.then(() => Promise.reject(new Error('the town ended'))),
    ])) as [{ url: string }]
    const [workerd] = workerdsOfTown(stateDir)
    if (!workerd) throw new Error('the town has no workerd')
    return new Town(url, workerd.pid, async () => {
      child.kill('SIGTERM')
      await exited
      rmSync(stateDir, { recursive: true, force: true })
    })
  }

  /** Asks a Worker that is hosted beside the town, through the same entry. */
  async ask(worker: 'mint' | 'reference', path: string, body: string): Promise<Response> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'MF-Route-Override': worker },
      body,
    })
    if (!response.ok) throw new Error(`${worker} answered ${response.status}: ${await response.text()}`)
    return response
  }

  /** People with a session each, and their rooms: `perRoom` members (all, where it is left out), the next room begins with the member after. */
  async mint(wish: { members: number; rooms?: number; perRoom?: number; entries?: number }): Promise<Minted> {
    const { members, rooms = 1, perRoom = members, entries = 0 } = wish
    const places = Array.from({ length: rooms }, (_, room) =>
      Array.from({ length: perRoom }, (_, i) => (room * perRoom + i) % members),
    )
    const asked = JSON.stringify({ people: members, devicesEach: 1, rooms: places })
    const { organizationId, roomIds, people } = (await (await this.ask('mint', '/town', asked)).json()) as MintedTown
    const talk = { roomId: roomIds[0], accountId: people[0]?.accountId, entries }
    if (entries > 0) await this.ask('mint', '/talk', JSON.stringify(talk))
    await this.quiet()
    const tokens = people.map(({ devices }) => devices[0]?.access ?? '')
    return { roomId: roomIds[0] ?? '', roomIds, organizationId, tokens }
  }

  /** Waits until the town has nothing left to do: what follows from a change (copies, reports) comes seconds after it. */
  async quiet(): Promise<void> {
    const deadline = Date.now() + quietWithinMs
    for (let quietMs = 0; quietMs < quietForMs; ) {
      if (Date.now() > deadline) throw new Error(`the town was never quiet within ${quietWithinMs} ms`)
      const before = cpuMsOf(this.pid)
      await pause(quietStepMs)
      quietMs = cpuMsOf(this.pid) - before < quietStepMs * quietShare ? quietMs + quietStepMs : 0
    }
  }

  end(): Promise<void> {
    return this.#end()
  }
}
