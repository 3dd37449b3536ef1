import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import { limits } from '../../protocol/limits.ts'
import { clientId, id as idOf } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { aRealRoom } from '../support/real-room.ts'

/**
 * Every step between a room and R2 is cut: before or after R2 has done its part, by an error or by the end of the object. Whatever was cut, time and
 * the alarm alone bring both into agreement.
 */

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']
type Call = 'put' | 'delete'
type Fault = { call: Call; isDone: boolean; how: 'error' | 'end' }

const id = clientId(1, 7)
const ami = { accountId: idOf('ami'), deviceId: idOf('phone') }
const photo = aPhoto(70_000)

let cuts = 0

/** The next such call fails, once; until then and after it R2 is well. */
const cutNext = (stub: Stub, { call, isDone, how }: Fault): Promise<void> =>
  runInDurableObject(stub, (room: Room, ctx) => {
    let isCut = false
    const cut = async (method: Call, run: () => Promise<unknown>): Promise<unknown> => {
      if (method !== call || isCut) return run()
      isCut = true
      cuts += 1
      if (isDone) await run()
      if (how === 'end') ctx.abort('the object ends here')
      throw new Error('the answer of R2 was lost')
    }
    const bucket = {
      put: (key: string, value: ArrayBufferView, more: R2PutOptions) =>
        cut('put', () => env.PHOTOS.put(key, value, more)),
      delete: (key: string) => cut('delete', () => env.PHOTOS.delete(key)),
      head: (key: string) => env.PHOTOS.head(key),
    }
    const own = room as unknown as { env: RoomEnv }
    own.env = { ...own.env, PHOTOS: bucket as unknown as R2Bucket }
  })

/** So much time goes by for the uploads, and the alarm comes; an object that ends at it comes back at the next. */
async function pass(stub: () => Stub, ms: number): Promise<void> {
  await runInDurableObject(stub(), async (_room, ctx) => {
    ctx.storage.sql.exec('UPDATE upload SET since = since - ?1, next_at = next_at - ?1', ms)
    await ctx.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub()).catch(() => {})
}

/** What R2 has of the room, and what the room says that R2 has. */
async function standing(stub: Stub, roomId: string) {
  const { objects } = await env.PHOTOS.list({ prefix: `rooms/${roomId}/` })
  const rows = await runInDurableObject(stub, (_room, { storage: { sql } }) =>
    sql.exec<{ id: string; state: string }>('SELECT id, state FROM upload').toArray(),
  )
  return { objects: objects.map(({ key }) => key.split('/').at(-1) ?? ''), rows }
}

/** At every moment: what is kept is in R2. */
async function expectKept(stub: Stub, roomId: string): Promise<void> {
  const { objects, rows } = await standing(stub, roomId)
  for (const row of rows) if (row.state === 'kept') expect(objects).toContain(row.id)
}

/** Asked again where the object ended while it was asked. */
const surely = <T>(ask: () => Promise<T>): Promise<T> => ask().catch(ask)
const upload = async (stub: () => Stub) => {
  await surely(() => stub().createUpload(ami, { id, kind: 'photo', name: '現場.jpg', size: photo.length }))
  await surely(() => stub().appendUpload(ami, id, 0, photo))
}
const post = (stub: () => Stub) =>
  surely(() => stub().perform(ami, { t: 'post', id: clientId(1), text: '', files: [{ id }] }))

const scenarios: Record<
  string,
  { call: Call; isCarried: boolean; run: (stub: () => Stub, cut: () => Promise<void>, key: string) => Promise<void> }
> = {
  'a photo that a message carries goes to R2': {
    ...{ call: 'put', isCarried: true },
    run: async (stub, cut) => {
      await cut()
      await upload(stub)
      await post(stub)
    },
  },
  'a photo goes to R2 and its message comes in between': {
    ...{ call: 'put', isCarried: true },
    run: async (stub, cut) => {
      await cut()
      await upload(stub)
      await pass(stub, 0)
      expect(await post(stub)).toMatchObject({ ok: true })
    },
  },
  'a photo that R2 lost is sent again': {
    ...{ call: 'put', isCarried: true },
    run: async (stub, cut, key) => {
      await upload(stub)
      await post(stub)
      await pass(stub, 0)
      await env.PHOTOS.delete(key)
      expect(await stub().noteLost(ami, id)).toBe(true)
      await cut()
      await upload(stub)
    },
  },
  'a photo goes to R2 and its message never comes': {
    ...{ call: 'put', isCarried: false },
    run: async (stub, cut) => {
      await cut()
      await upload(stub)
    },
  },
  'a photo goes to R2 and is taken away meanwhile': {
    ...{ call: 'put', isCarried: false },
    run: async (stub, cut) => {
      await cut()
      await upload(stub)
      await pass(stub, 0)
      await surely(() => stub().endUpload(ami, id))
    },
  },
  'a photo that is in R2 is taken away': {
    ...{ call: 'delete', isCarried: false },
    run: async (stub, cut) => {
      await upload(stub)
      await pass(stub, 0)
      await cut()
      await surely(() => stub().endUpload(ami, id))
    },
  },
  'a photo that is in R2 and that no message named goes after a day': {
    ...{ call: 'delete', isCarried: false },
    run: async (stub, cut) => {
      await upload(stub)
      await pass(stub, 0)
      await cut()
      await pass(stub, limits.uploadLifetimeMs)
    },
  },
}

const faults = (['error', 'end'] as const).flatMap((how) => [false, true].map((isDone) => ({ how, isDone })))
const cases = Object.keys(scenarios).flatMap((what) => faults.map((fault) => ({ what, ...fault })))

describe('between a room and R2', () => {
  test.each(cases)('[FI22] $what; cut by an $how, R2 done: $isDone', async ({ what, how, isDone }) => {
    const { call, isCarried, run } = scenarios[what]!
    const { stub: first, roomId } = await aRealRoom(['ami'])
    const stub = () => env.ROOM.get(first.id)
    cuts = 0
    await run(stub, () => cutNext(stub(), { call, isDone, how }), `rooms/${roomId}/${id}`)
    await expectKept(stub(), roomId)
    for (let n = 0; n < 3; n += 1) {
      await pass(stub, limits.maxRetryMs)
      await expectKept(stub(), roomId)
    }
    await pass(stub, limits.uploadLifetimeMs)
    await pass(stub, limits.maxRetryMs)
    expect(cuts).toBe(1)
    const { objects, rows } = await standing(stub(), roomId)
    expect({ objects, rows }).toEqual(
      isCarried ? { objects: [id], rows: [{ id, state: 'kept' }] } : { objects: [], rows: [] },
    )
    if (!isCarried) return
    const object = await env.PHOTOS.get(`rooms/${roomId}/${id}`)
    expect(new Uint8Array(await object!.arrayBuffer())).toEqual(photo)
    expect(await stub().openFile(ami, id)).toMatchObject({ ok: true, value: { isInRoom: false } })
  })
})

/** R2 takes its time with the next put, until it is let go on. */
async function slowPut(stub: Stub): Promise<{ begun: Promise<void>; goOn: () => void }> {
  let [begin, goOn] = [() => {}, () => {}]
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await runInDurableObject(stub, (room: Room) => {
    const put = async (key: string, value: ArrayBufferView, more: R2PutOptions) => {
      begin()
      await held
      return env.PHOTOS.put(key, value, more)
    }
    const own = room as unknown as { env: RoomEnv }
    const bucket = { put, delete: (key: string) => env.PHOTOS.delete(key), head: (key: string) => env.PHOTOS.head(key) }
    own.env = { ...own.env, PHOTOS: bucket as unknown as R2Bucket }
  })
  return { begun, goOn }
}

describe('while R2 takes its time', () => {
  test.each([
    ['is sent in a message', post, true],
    ['is taken away', (stub: () => Stub) => stub().endUpload(ami, id), false],
  ])('[FI22] a photo that %s meanwhile is there, or gone, as it was last told', async (_what, act, isCarried) => {
    const { stub: first, roomId } = await aRealRoom(['ami'])
    const stub = () => env.ROOM.get(first.id)
    const { begun, goOn } = await slowPut(stub())
    await upload(stub)
    const alarm = runDurableObjectAlarm(stub())
    await begun
    expect(await act(stub)).toMatchObject({ ok: true })
    goOn()
    await alarm
    for (let n = 0; n < 2; n += 1) await pass(stub, limits.uploadLifetimeMs)
    expect(await standing(stub(), roomId)).toEqual(
      isCarried ? { objects: [id], rows: [{ id, state: 'kept' }] } : { objects: [], rows: [] },
    )
  })
})

describe('what was brought for a note', () => {
  test('[NO19] [FI10] goes after a day where no version carries it, and stays where one does or did', async () => {
    const { stub, roomId } = await aRealRoom(['ami'])
    const files = [1, 2].map((n) => clientId(n, 7))
    for (const file of files) {
      await stub.createUpload(ami, { id: file, kind: 'file', name: '図.pdf', size: photo.length })
      await stub.appendUpload(ami, file, 0, photo)
    }
    const opened = await stub.openFiles(ami, files.slice(0, 1))
    const [carried] = opened.ok ? opened.value : []
    const { key: _key, isInRoom: _isInRoom, ...file } = carried ?? expect.unreachable()
    const told = { note: clientId(1, 9), noteKind: 'text', title: '図', by: ami.accountId } as const
    await stub.applyNotes([{ ...told, version: 1, change: 'published', files: [file] }])
    await stub.applyNotes([{ ...told, version: 2, change: 'changed', files: [] }])
    await pass(() => stub, 0)
    await pass(() => stub, limits.uploadLifetimeMs)
    expect(await standing(stub, roomId)).toEqual({ objects: [files[0]], rows: [{ id: files[0], state: 'kept' }] })
  })
})
