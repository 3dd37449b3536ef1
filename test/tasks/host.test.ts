import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fakeTownArgs, type HostProcess, startHost } from './host-process.ts'

const running: HostProcess[] = []
let stateDir = ''

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'yagura-host-'))
})

afterEach(async () => {
  for (const host of running.splice(0)) await host.killGroup()
  rmSync(stateDir, { recursive: true, force: true })
})

async function host(...more: string[]): Promise<HostProcess> {
  const started = await startHost(['--state', stateDir, ...fakeTownArgs, ...more])
  running.push(started)
  return started
}

const stateOf = async ({ url }: { url: string }) => (await fetch(`${url}/api/state`)).json()

describe('the local host', { timeout: 30_000 }, () => {
  test('a town has every binding and its migrations once, and its state and keys survive kill -9 of the process group', async () => {
    const first = await host()
    const before = await stateOf(first)
    expect(before).toMatchObject({ count: 1, storage: [true, true, true], directory: ['第一分団'], clockAheadMs: '0' })
    expect(before).toMatchObject({ rings: true, push: [expect.any(String), 'mailto:yagura@example.jp', null] })
    await first.killGroup()
    await expect(fetch(first.url)).rejects.toThrow()

    const after = await stateOf(await host())
    expect(after).toMatchObject({ count: 2, kid: before.kid, push: before.push, directory: ['第一分団'] })
  })

  test('without storage D1, R2 and DIRECTORY are absent and the objects go on', async () => {
    const whole = await host()
    await stateOf(whole)
    await whole.killGroup()

    const rest = await stateOf(await host('--without-storage', '--clock-ahead-ms', '7200000'))
    expect(rest).toMatchObject({ count: 2, storage: [false, false, false], directory: null, clockAheadMs: '7200000' })
  })

  test.each([
    ['d1', [false, true, false]],
    ['r2', [true, false, true]],
  ])('without %s alone the other storage is there', async (storage, bindings) => {
    expect(await stateOf(await host('--without', storage))).toMatchObject({ storage: bindings, rings: true })
  })

  test('without the queue everything else is there', async () => {
    const rest = await stateOf(await host('--without', 'queue'))
    expect(rest).toMatchObject({ storage: [true, true, true], rings: false })
  })

  test('what else could be left out is told', async () => {
    const failure = await host('--without', 'water').catch((error) => error)
    expect(failure.output).toBe('✗ --without water: only d1, r2 and queue can be left out\n')
  })

  test('what the Worker puts into the queue comes out of it', async () => {
    const { url } = await host()
    expect((await fetch(`${url}/api/ring?who=b`)).status).toBe(204)
    await expect.poll(async () => (await fetch(`${url}/api/rung?who=b`)).json(), { timeout: 10_000 }).toBe(1)
  })

  test('pushes can be sent to an origin of a test', async () => {
    const { push } = await stateOf(await host('--env', 'PUSH_VIA=http://127.0.0.1:9'))
    expect(push.at(-1)).toBe('http://127.0.0.1:9')
  })

  test('a limit of the town can be set from outside', async () => {
    const raised = await host('--env', 'MAX_MESSAGES_PER_WINDOW=1000')
    expect(await stateOf(raised)).toMatchObject({ messages: '1000' })
  })

  test('a town comes up although clients storm it from the first moment and fill its log', async () => {
    const first = await host()
    const { port } = new URL(first.url)
    await first.killGroup()
    let isStorming = true
    const knock = async () => {
      while (isStorming) await fetch(`${first.url}/api/say?length=20000`).catch(() => pause(1))
    }
    const storm = Array.from({ length: 50 }, knock)
    const second = await host('--port', port)
    isStorming = false
    await Promise.all(storm)
    expect(await stateOf(second)).toMatchObject({ count: 1 })
  })

  test('a workerd that outlived its killed host is ended by the next start on the same port', async () => {
    const first = await host()
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const second = await host('--port', new URL(first.url).port)
    expect(second.url).toBe(first.url)
    expect(await stateOf(second)).toMatchObject({ count: 1 })
  })

  test('a town that is alive is not started a second time on its folder', async () => {
    const first = await host()
    await expect(host()).rejects.toMatchObject({
      exitCode: 1,
      output: `✗ this town already runs at ${first.url} (process ${first.child.pid}): stop it first, or use that one\n`,
    })
    expect(await stateOf(first)).toMatchObject({ count: 1 })
  })

  test('a taken port is one line that names the process', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const address = squatter.address()
    const port = typeof address === 'object' && address ? address.port : 0

    const failure = await host('--port', String(port)).catch((error) => error)
    squatter.close()
    expect(failure.exitCode).toBe(1)
    expect(failure.output).toMatch(new RegExp(`^✗ port ${port} is taken by process ${process.pid} \\(.+\\): .+\\n$`))
  })

  test('a port taken by another town is told with its folder and its host', async () => {
    const other = await host()
    const otherDir = stateDir
    stateDir = mkdtempSync(join(tmpdir(), 'yagura-host-'))
    const { port } = new URL(other.url)
    const failure = await host('--port', port).catch((error) => error)
    rmSync(otherDir, { recursive: true })
    expect(failure.output).toMatch(`✗ port ${port} is taken by process ${other.child.pid}, the town in ${otherDir}: `)
  })

  test('SIGTERM ends it cleanly', async () => {
    const { child } = await host()
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('the Worker answers for files and for unknown paths, which are the page', async () => {
    const { url } = await host()
    const file = await fetch(`${url}/assets/a.js`)
    const page = await fetch(`${url}/rooms/1`)
    expect([file.status, file.headers.get('x-from')]).toEqual([200, 'worker'])
    expect([page.status, page.headers.get('x-from'), await page.text()]).toEqual([
      200,
      'worker',
      '<!doctype html><title>town</title>\n',
    ])
  })

  test('what the Worker says goes to the log of the town, not to the terminal', async () => {
    const started = await host()
    expect((await fetch(`${started.url}/api/say`)).status).toBe(204)
    await expect.poll(() => readFileSync(join(stateDir, 'town.log'), 'utf8')).toContain('as asked')
  })

  test('only the owner reads the keys', async () => {
    await host()
    expect(statSync(join(stateDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })
})
