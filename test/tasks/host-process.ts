import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const inProject = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const fakeTown = inProject('test/tasks/fake-town')
export const fakeTownArgs = ['worker', 'web', 'migrations'].flatMap((part) => [`--${part}`, `${fakeTown}/${part}`])

export interface HostProcess {
  child: ChildProcess
  url: string
  /** kill -9 of the whole process group, as a power cut would. */
  killGroup(): Promise<void>
}

/** What a host said before it ended without being ready. */
export class HostFailed extends Error {
  readonly exitCode: number | null
  readonly output: string

  constructor(exitCode: number | null, output: string) {
    super(`the host ended with ${exitCode}: ${output}`)
    this.exitCode = exitCode
    this.output = output
  }
}

/** Starts `.tasks/host.mjs` in a process group of its own and waits until it is ready. */
export async function startHost(args: readonly string[]): Promise<HostProcess> {
  const child = spawn(process.execPath, [inProject('.tasks/host.mjs'), ...args], { detached: true })
  const ended = once(child, 'exit')
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      const ready = /^ready (\S+)$/m.exec(output)
      if (ready?.[1]) resolve(ready[1])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('close', (code) => reject(new HostFailed(code, output)))
  })
  const killGroup = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  return { child, url, killGroup }
}
