import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BUILD_DIR } from '../../../.tasks/paths.mjs'
import { type HostProcess, startHost } from '../../tasks/host-process.ts'

export const e2eDir = join(BUILD_DIR, 'e2e')
export const plantedDir = join(e2eDir, 'planted')

/** The folder of a planted town of a test's own. */
export function copyOfTown(name: string): string {
  const stateDir = join(e2eDir, name)
  rmSync(stateDir, { recursive: true, force: true })
  cpSync(plantedDir, stateDir, { recursive: true })
  return stateDir
}

const idIn = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

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

  /** What R2 has, by the ids of the uploads. */
  stored(): string[] {
    return this.#inBucket((db) => db.prepare('SELECT key FROM _mf_objects').all()).map(({ key }) => idIn(`${key}`))
  }

  /** R2 loses the objects of these uploads behind the server's back, which is killed for it. */
  async lose(...ids: string[]): Promise<void> {
    await this.kill()
    this.#inBucket((db) => {
      for (const id of ids) db.prepare('DELETE FROM _mf_objects WHERE key LIKE ?').run(`%/${id}`)
    })
    await this.start()
  }

  #inBucket<T>(work: (db: DatabaseSync) => T): T {
    const dir = join(this.#stateDir, 'storage/r2/miniflare-R2BucketObject')
    const name = readdirSync(dir).find((file) => file.endsWith('.sqlite') && file !== 'metadata.sqlite')
    const db = new DatabaseSync(join(dir, name ?? ''))
    try {
      return work(db)
    } finally {
      db.close()
    }
  }

  async restart(...args: string[]): Promise<void> {
    await this.kill()
    await this.start(...args)
  }
}
