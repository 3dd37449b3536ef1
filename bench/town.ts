import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workerdsOfTown } from '../.tasks/processes.mjs'

/** A room of the product with a session for each member, made in bulk with the town's own signing key. */
export type Minted = { roomId: string; roomIds: string[]; organizationId: string; tokens: string[] }

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

  async mint(wish: { members: number; rooms?: number; perRoom?: number; entries?: number }): Promise<Minted> {
    return (await this.ask('mint', '/', JSON.stringify(wish))).json() as Promise<Minted>
  }

  end(): Promise<void> {
    return this.#end()
  }
}
