import { readdirSync, readFileSync } from 'node:fs'

/** What the system knows of a process: Linux only, like the bench. */

/** CPU that a process has used, in ms, over all its threads. The scheduler's own account, in ns. */
export function cpuMsOf(pid: number): number {
  let ns = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  }
  return ns / 1e6
}

/** Memory that is the process's own share (PSS), in KiB. */
export function memoryKibOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN)
}

/** CPU of this very process, in ms. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
