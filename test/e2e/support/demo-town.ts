import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_DIR } from '../../../.tasks/paths.mjs'
import { type HostProcess, startHost } from '../../tasks/host-process.ts'

export const e2eDir = join(BUILD_DIR, 'e2e')
export const plantedDir = join(e2eDir, 'planted')

/** The folder of a planted town of a test's own. */
export function copyOfTown(name: string): string {
  const stateDir = join(e2eDir, name)
  cpSync(plantedDir, stateDir, { recursive: true })
  return stateDir
}

/** A planted town of a test's own, which can be killed and started again on its folder and port. */
export class DemoTown {
  readonly #stateDir: string
  #host: HostProcess | null = null

  constructor(name: string) {
    this.#stateDir = copyOfTown(name)
  }

  get url(): string {
    if (!this.#host) throw new Error('the town is not running')
    return this.#host.url
  }

  /** Starts the host in a process group of its own; on the port of before when it ran already. */
  async start(...args: string[]): Promise<void> {
    const port = this.#host ? ['--port', new URL(this.#host.url).port] : []
    this.#host = await startHost(['--state', this.#stateDir, ...port, ...args])
  }

  /** kill -9 of the whole process group. */
  async kill(): Promise<void> {
    await this.#host?.killGroup()
  }

  async restart(...args: string[]): Promise<void> {
    await this.kill()
    await this.start(...args)
  }
}
