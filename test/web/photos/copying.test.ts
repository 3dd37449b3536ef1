import { expect, test } from 'vitest'
import type { CarriedFile } from '../../../protocol/file.ts'
import { createCopying } from '../../../web/store/photos/copying.ts'
import type { Api, Ask } from '../../../web/transport/api.ts'
import { failed } from '../../../web/transport/api.ts'
import { clientId } from '../../support/builders.ts'

const aPhoto = (n: number, thumb?: string): CarriedFile => ({
  ...{ id: clientId(n), kind: 'photo', name: `${n}.jpg`, type: 'image/jpeg', size: 9, sha256: 'ab' },
  ...(thumb !== undefined && { thumb }),
})

test('[FI14] a try after one that failed goes on under the same ids, and the message is sent when all are there', async () => {
  const asked: { path: string; body: Record<string, unknown> }[] = []
  let isDown = true
  const api = (async ({ path, body }: Ask<unknown>) => {
    asked.push({ path, body: body as Record<string, unknown> })
    if (isDown && asked.length === 2) return failed('unreachable')
    return { ok: true, value: { id: 'x', whole: true } }
  }) as Api
  const copying = createCopying(api, { room: 'a', files: [aPhoto(1, clientId(11)), aPhoto(2)] })
  await copying.send('b')
  expect([copying.state(), copying.failure()?.code, copying.number()]).toEqual(['idle', 'unreachable', 2])
  isDown = false
  await copying.send('b')
  expect([copying.state(), copying.failure()]).toEqual(['done', null])
  const paths = asked.map(({ path }) => path)
  expect(paths).toEqual([...Array(4).fill('/api/rooms/b/copies'), '/api/rooms/b/commands'])
  const [first, second, again, secondAgain, post] = asked.map(({ body }) => body)
  expect([again, secondAgain]).toEqual([first, second])
  expect(first).toMatchObject({ from: { room: 'a', upload: clientId(1) }, thumb: expect.any(String) })
  expect(second).not.toHaveProperty('thumb')
  expect(post).toMatchObject({ t: 'post', text: '', files: [{ id: first?.['id'] }, { id: second?.['id'] }] })
})

test('[FI14] a room that does not take the message says why', async () => {
  const api = (async ({ path }: Ask<unknown>) => {
    const value = path.endsWith('/commands') ? { id: 'x', refusal: 'slow_down' } : { id: 'x', whole: true }
    return { ok: true, value }
  }) as Api
  const copying = createCopying(api, { room: 'a', files: [aPhoto(1)] })
  await copying.send('b')
  expect([copying.state(), copying.failure()?.code]).toEqual(['idle', 'slow_down'])
})
