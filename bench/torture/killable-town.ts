import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workerdsOfTown } from '../../.tasks/processes.mjs'
import { type HostProcess, startHost } from '../../test/tasks/host-process.ts'
import { pause, TooLate } from './waiting.ts'

const deadWithinMs = 10_000

/** A town in a process group of its own, which is killed whole and comes back on the same folder and port. */
export class KillableTown {
  readonly stateDir: string
  /** How often it was killed, and each time proven dead. */
  kills = 0
  readonly #args: readonly string[]
  #host: HostProcess | null = null
  #port = 0

  private constructor(stateDir: string, args: readonly string[]) {
    this.stateDir = stateDir
    this.#args = args
  }

  static async start(stateDir: string, args: readonly string[] = []): Promise<KillableTown> {
    const town = new KillableTown(realpathSync(stateDir), args)
    await town.start()
    return town
  }

  readonly port = (): number => this.#port

  async start(): Promise<void> {
    this.#host = await startHost(['--state', this.stateDir, '--port', String(this.#port), ...this.#args])
    this.#port = Number(new URL(this.#host.url).port)
  }

  /**
   * kill -9 of the whole group, as the machine's end would. Then the proof: the port refuses, and no workerd of this folder is left, since one that
   * outlived its host would go on answering and writing, and nothing would have been lost because nothing had died.
   */
  async kill(): Promise<void> {
    await this.#host?.killGroup()
    this.#host = null
    const until = performance.now() + deadWithinMs
    while ((await answers(this.#port)) || workerdsOfTown(this.stateDir).length > 0) {
      if (performance.now() > until) throw new TooLate(`port ${this.#port} still answers after kill -9`)
      await pause(5)
    }
    this.kills += 1
  }

  async end(): Promise<void> {
    if (this.#host) await this.#host.killGroup()
    this.#host = null
  }
}

/** Whether anybody takes a connection on the port. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ host: '127.0.0.1', port })
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}

export const makeStateDir = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'yagura-torture-')))
export const removeStateDir = (dir: string): void => rmSync(dir, { recursive: true, force: true })
